from pathlib import Path

import pytest
from pydantic import ValidationError

from qa.errors import RulebookError
from qa.scoring.criteria import Criterion, Dimension
from qa.scoring.scorecard import load_scorecards

EVERYWHERE = {
    "OPEN-GREETING",
    "CLOSE-FAREWELL",
    "TALK-TABOO",
    "TALK-PROMISE",
    "TALK-DEAD-AIR",
    "TALK-INTERRUPTION",
    "TALK-RATE",
}
CONTRACT = {
    "inbound": EVERYWHERE | {"CLOSE-EVALUATION", "CLOSE-OTHER-NEEDS"},
    "callback": EVERYWHERE | {"CALLBACK-CLEAR-ANSWER", "OFFSITE-WILL"},
    "offsite": EVERYWHERE | {"OFFSITE-IDENTITY", "OFFSITE-RISK-NOTICE", "OFFSITE-WILL"},
}
GOOD = """\
line: inbound
name: 评分表
sections:
  - name: 话术
    dimension: tangibles
    criteria:
      - code: GREETING
        name: 开头语
        points: 10
        rules: [OPEN-GREETING]
"""


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def problems(folder: Path, **more) -> list[str]:
    with pytest.raises(RulebookError) as caught:
        load_scorecards(folder, **more)
    return [str(problem) for problem in caught.value.problems]


def test_the_shipped_scorecards_link_every_rule_about_the_agent_and_no_other():
    cards = load_scorecards(rules=CONTRACT)
    assert set(cards) == {"inbound", "callback", "offsite"}
    for line, codes in CONTRACT.items():
        linked = [code for criterion in cards[line].criteria for code in criterion.rules]
        assert sorted(linked) == sorted(codes)


@pytest.mark.parametrize("line", CONTRACT)
def test_a_shipped_scorecard_is_worth_a_hundred_points_over_all_five_dimensions(line):
    card = load_scorecards()[line]
    assert sum(criterion.points for criterion in card.criteria) == 100
    assert {section.dimension for section in card.sections} == set(Dimension)
    assert any(criterion.needs_human for criterion in card.criteria)
    assert [c.code for c in card.criteria if c.fatal] == ["PROMISE"]
    assert all(each.name_en for each in (card, *card.sections, *card.criteria))


def test_the_version_is_the_contents_not_the_layouts(tmp_path):
    first = load_scorecards(write(tmp_path, inbound=GOOD))["inbound"].identity
    assert first.startswith("inbound@")
    assert len(first) == len("inbound@") + 12
    same = load_scorecards(write(tmp_path, inbound=f"# remark\n{GOOD}"))["inbound"].identity
    other = load_scorecards(write(tmp_path, inbound=GOOD.replace("10", "11")))["inbound"].identity
    assert same == first != other


def test_a_rule_that_the_lines_rulebook_does_not_know_is_a_problem_at_its_line(tmp_path):
    folder = write(tmp_path, inbound=GOOD.replace("OPEN-GREETING", "OPEN-GRETING"))
    assert problems(folder, rules=CONTRACT) == [
        "inbound.yaml:10: the rulebook of 'inbound' has no rule 'OPEN-GRETING' "
        "→ did you mean 'OPEN-GREETING'?"
    ]


def test_a_line_without_rulebook_is_a_problem(tmp_path):
    folder = write(tmp_path, chat=GOOD.replace("inbound", "chat"))
    assert "no rulebook for the line 'chat'" in problems(folder, rules=CONTRACT)[0]


def test_all_problems_of_all_files_are_told_at_once(tmp_path):
    found = problems(
        write(
            tmp_path,
            a=GOOD.replace("points: 10", "points: -1").replace("tangibles", "beauty"),
            b=GOOD.replace("name: 评分表", "nmae: 评分表"),
            c=GOOD,
            d=GOOD,
        )
    )
    assert sorted(line.split(": ")[0] for line in found) == [
        "a.yaml:5",
        "a.yaml:9",
        "b.yaml:1",
        "b.yaml:2",
        "d.yaml:1",
    ]
    assert any("has a scorecard already, in c.yaml" in line for line in found)
    assert any("did you mean 'name'?" in line for line in found)


def test_a_criterion_twice_is_a_problem(tmp_path):
    again = GOOD + GOOD[GOOD.index("      - code") :]
    assert problems(write(tmp_path, inbound=again)) == [
        "inbound.yaml:11: the criterion GREETING appears twice"
    ]


def test_a_section_without_criteria_is_a_problem(tmp_path):
    empty = GOOD[: GOOD.index("    criteria:")] + "    criteria: []\n"
    assert problems(write(tmp_path, inbound=empty)) == [
        "inbound.yaml:6: sections.话术.criteria: must not be empty"
    ]


def test_an_empty_folder_is_a_problem(tmp_path):
    assert "no scorecard here" in problems(tmp_path)[0]


@pytest.mark.parametrize("judge", [{}, {"rules": ("A",), "needs_human": True}])
def test_a_criterion_is_judged_by_rules_or_by_a_person_not_by_both_or_none(judge):
    with pytest.raises(ValidationError, match="needs_human"):
        Criterion(code="A", name="甲", points=1, **judge)
