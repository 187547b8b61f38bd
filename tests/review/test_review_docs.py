"""docs/review.md names every column and word of a file of decisions, and its figures hold."""

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from qa.review.decision_file import CONTRACT, OUTCOMES, REASON_CHARACTERS, STATES, read_decisions
from qa.review.precision import FLOOR, LEAST_REVIEWED
from qa.review.recall import LEAST_TRUE_FAILS

DOCS = (Path(__file__).parents[2] / "docs" / "review.md").read_text("utf-8")


@pytest.mark.parametrize("column", CONTRACT.names)
def test_every_column_is_documented_with_whether_it_is_required(column: str) -> None:
    required = "yes" if column in CONTRACT.required else "no"
    assert f"| `{column}` | {required} |" in DOCS


def test_every_word_is_documented() -> None:
    for word in {*OUTCOMES, *STATES} - {"无法判定"}:  # another word for the same
        assert word in DOCS


def test_the_example_is_valid(tmp_path: Path) -> None:
    (csv,) = re.findall(r"```csv\n(.*?)```", DOCS, re.DOTALL)
    (tmp_path / "d.csv").write_text(csv, "utf-8")
    now = datetime(2026, 3, 3, tzinfo=UTC)
    file = read_decisions(str(tmp_path / "d.csv"), timezone=ZoneInfo("Asia/Shanghai"), now=now)
    assert (len(file.decisions), file.problems, file.warnings) == (3, (), ())


def test_the_figures_are_those_in_force() -> None:
    words = " ".join(DOCS.split())
    assert f"`--floor` ({FLOOR:g}:" in words
    assert f"`--at-least` ({LEAST_REVIEWED})" in words
    assert f"too few* below {LEAST_TRUE_FAILS} true fails" in words
    assert f"up to {REASON_CHARACTERS:,} characters" in words
