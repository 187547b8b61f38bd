import pytest
from judged_calls import MANAGER, NOW, TRAINER, judged, later, put

from qa.casebook import filing, tree
from qa.errors import NotThere, ReviewError
from qa.review.desk import Desk
from qa.store.account_values import AuditFilter
from qa.store.remark_values import Quality

TOP = [
    *("attitude", "initiative", "communication", "knowledge", "process"),
    *("compliance", "complaint", "callback", "offsite"),
]


def test_a_tree_for_securities_service_is_there_from_the_start(desk: Desk) -> None:
    shipped = [each for each in tree.categories(desk, TRAINER) if each.code]
    top = [each for each in shipped if each.parent is None]
    assert [each.code for each in top] == TOP
    for each in top:
        below = [child for child in shipped if child.parent == each.key]
        assert len(below) >= 3
        assert all(str(child.code).startswith(f"{each.code}.") for child in below)
    assert all(each.name and each.name_en for each in shipped)


def test_categories_are_added_after_their_siblings_renamed_and_moved(desk: Desk) -> None:
    one = tree.add_category(desk, MANAGER, NOW, None, " 新 业务 ", "New business")
    two = tree.add_category(desk, MANAGER, NOW, one.key, "两融")
    assert one.name == "新 业务"
    assert [each.key for each in tree.categories(desk, MANAGER) if each.parent is None][-1] == (
        one.key
    )
    moved = tree.change_category(
        desk, MANAGER, NOW, two.key, name="融资融券", name_en="Margin", parent=None, position=99
    )
    found = {each.key: each for each in tree.categories(desk, MANAGER)}
    assert found[two.key] == moved
    log = desk.store.audit(AuditFilter(who="boss"), limit=9)
    assert [entry.details["what"] for _, entry in log] == [
        "category_changed",
        "category_added",
        "category_added",
    ]


def test_a_tree_stays_a_tree(desk: Desk) -> None:
    one = tree.add_category(desk, MANAGER, NOW, None, "甲")
    two = tree.add_category(desk, MANAGER, NOW, one.key, "乙")
    for parent in (one.key, two.key):
        with pytest.raises(ReviewError, match="below itself"):
            tree.change_category(desk, MANAGER, NOW, one.key, name="甲", parent=parent, position=0)
    with pytest.raises(NotThere):
        tree.add_category(desk, MANAGER, NOW, 10**9, "丙")
    parent = two.key
    for level in range(3):
        parent = tree.add_category(desk, MANAGER, NOW, parent, f"第{level}级").key
    with pytest.raises(ReviewError, match="levels"):
        tree.add_category(desk, MANAGER, NOW, parent, "太深")
    other = tree.add_category(desk, MANAGER, NOW, None, "丁")
    with pytest.raises(ReviewError, match="levels"):
        tree.change_category(desk, MANAGER, NOW, one.key, name="甲", parent=other.key, position=0)
    path = tree.path_of(tree.categories(desk, MANAGER), parent)
    assert [each.name for each in path] == ["甲", "乙", "第0级", "第1级", "第2级"]


@pytest.mark.parametrize("name", ["", "  ", "名" * 61])
def test_names_are_names(desk: Desk, name: str) -> None:
    with pytest.raises(ReviewError):
        tree.add_category(desk, MANAGER, NOW, None, name)


def test_siblings_have_different_names(desk: Desk) -> None:
    one = tree.add_category(desk, MANAGER, NOW, None, "甲")
    with pytest.raises(ReviewError, match="here already"):
        tree.add_category(desk, MANAGER, NOW, None, "甲")
    tree.add_category(desk, MANAGER, NOW, one.key, "甲")
    tree.retire_category(desk, MANAGER, NOW, tree.add_category(desk, MANAGER, NOW, None, "乙").key)
    tree.add_category(desk, MANAGER, NOW, None, "乙")


def test_a_retired_category_keeps_its_cases_and_takes_no_new_ones(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    one = tree.add_category(desk, MANAGER, NOW, None, "甲")
    two = tree.add_category(desk, MANAGER, NOW, one.key, "乙")
    wanted = filing.Filing(start=0, end=1, quality=Quality.GOOD, category=two.key, lesson="x")
    case = filing.file_case(desk, TRAINER, NOW, "call-0", wanted)
    with pytest.raises(ReviewError, match="below it first"):
        tree.retire_category(desk, MANAGER, NOW, one.key)
    tree.retire_category(desk, MANAGER, NOW, two.key)
    tree.retire_category(desk, MANAGER, NOW, one.key)
    with pytest.raises(ReviewError, match="no category"):
        filing.file_case(desk, TRAINER, NOW, "call-0", wanted)
    assert filing.edit_case(desk, TRAINER, later(1), case.key, 1, wanted).text == case.text
    with pytest.raises(ReviewError, match="above is retired"):
        tree.retire_category(desk, MANAGER, NOW, two.key, back=True)
    tree.retire_category(desk, MANAGER, NOW, one.key, back=True)
    assert tree.retire_category(desk, MANAGER, NOW, two.key, back=True).retired_at is None
