"""The tree of categories, which managers edit."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from qa.accounts.permissions import Action, check
from qa.errors import NotThere, ReviewError
from qa.people import Person
from qa.review.desk import Desk, changed
from qa.review.texts import written
from qa.store.case_values import Category

NAME_CHARACTERS = 60
MOST_LEVELS = 5


def categories(desk: Desk, person: Person) -> list[Category]:
    """All, retired ones included, siblings in their order.

    Raises:
        Forbidden: the role does not allow it.
    """
    check(person, Action.SEE_CASEBOOK)
    return desk.store.categories()


def add_category(
    desk: Desk, person: Person, now: datetime, parent: int | None, name: str, name_en: str = ""
) -> Category:
    """A new category after its siblings.

    Raises:
        Forbidden: the role does not allow it.
        NotThere: there is no such parent.
        ReviewError: the name is empty, too long or taken; or the tree gets too deep.
    """
    check(person, Action.EDIT_CATEGORIES)
    tree = desk.store.categories()
    last = max((each.position for each in tree if each.parent == parent), default=-1)
    new = Category(
        key=0, parent=parent, name=_name(name), name_en=_name_en(name_en), position=last + 1
    )
    _check_fits(tree, new)
    noted = changed(person, now, "category_added", subject=new.name)
    return replace(new, key=desk.store.add_category(new, noted))


def change_category(
    desk: Desk,
    person: Person,
    now: datetime,
    key: int,
    *,
    name: str,
    name_en: str = "",
    parent: int | None,
    position: int,
) -> Category:
    """Rename a category, or move it with all below it.

    Raises:
        Forbidden: the role does not allow it.
        NotThere: there is no such category, or no such parent.
        ReviewError: as `add_category`; or it would lie below itself.
    """
    check(person, Action.EDIT_CATEGORIES)
    tree = desk.store.categories()
    before = _found(tree, key)
    after = replace(
        before, name=_name(name), name_en=_name_en(name_en), parent=parent, position=position
    )
    if parent is not None and parent in below(tree, key):
        raise ReviewError("分类不能移到自己之下", "a category cannot lie below itself")
    _check_fits(tree, after)
    _save(desk, person, now, "category_changed", before, after)
    return after


def retire_category(
    desk: Desk, person: Person, now: datetime, key: int, *, back: bool = False
) -> Category:
    """Offer a category no longer, or again; the cases in it keep it.

    Raises:
        Forbidden: the role does not allow it.
        NotThere: there is no such category.
        ReviewError: others lie below it that are in force; or, coming back, the one above it is
            not, or its name is taken by now.
    """
    check(person, Action.EDIT_CATEGORIES)
    tree = desk.store.categories()
    before = _found(tree, key)
    after = replace(before, retired_at=None if back else now)
    if back:
        _check_fits(tree, after)
    elif any(each.parent == key and not each.retired_at for each in tree):
        raise ReviewError("请先停用其下的分类", "retire the categories below it first")
    what = "category_restored" if back else "category_retired"
    _save(desk, person, now, what, before, after)
    return after


def below(tree: Sequence[Category], key: int) -> set[int]:
    """The category and all below it."""
    found, seen = [key], {key}
    while found:
        parent = found.pop()
        under = {each.key for each in tree if each.parent == parent} - seen
        found += under
        seen |= under
    return seen


def path_of(tree: Sequence[Category], key: int) -> tuple[Category, ...]:
    """From the top down to the category."""
    return tuple(reversed(tuple(_upwards(tree, key))))


def _upwards(tree: Sequence[Category], key: int | None) -> Iterator[Category]:
    by_key = {each.key: each for each in tree}
    while key is not None and key in by_key:
        yield by_key[key]
        key = by_key[key].parent


def _check_fits(tree: Sequence[Category], new: Category) -> None:
    if new.parent is not None and _found(tree, new.parent).retired_at:
        raise ReviewError("上级分类已停用", "the category above is retired")
    above = 0 if new.parent is None else len(path_of(tree, new.parent))
    if above + (_levels(tree, new.key) if new.key else 1) > MOST_LEVELS:
        raise ReviewError(f"分类最多 {MOST_LEVELS} 级", f"at most {MOST_LEVELS} levels")
    if any(
        (each.parent, each.name) == (new.parent, new.name)
        and each.key != new.key
        and not each.retired_at
        for each in tree
    ):
        raise ReviewError(
            f"已有同名分类 {new.name}", f"there is a category {new.name} here already"
        )


def _levels(tree: Sequence[Category], key: int) -> int:
    under = [_levels(tree, each.key) for each in tree if each.parent == key]
    return 1 + max(under, default=0)


def _found(tree: Sequence[Category], key: int) -> Category:
    for each in tree:
        if each.key == key:
            return each
    raise NotThere(f"没有分类 {key}", f"there is no category {key}")


def _save(
    desk: Desk, person: Person, now: datetime, what: str, before: Category, after: Category
) -> None:
    noted = changed(
        person, now, what, subject=f"category {before.key}", before=before.name, after=after.name
    )
    if not desk.store.change_category(after, noted):
        raise NotThere(f"没有分类 {before.key}", f"there is no category {before.key}")


def _name(name: str) -> str:
    found = _name_en(name)
    if not found:
        raise ReviewError("分类须有名称", "a category needs a name")
    return found


def _name_en(name: str) -> str:
    found = " ".join(written(name).split())
    if len(found) > NAME_CHARACTERS:
        raise ReviewError(
            f"名称最多 {NAME_CHARACTERS} 个字符", f"a name has at most {NAME_CHARACTERS} characters"
        )
    return found
