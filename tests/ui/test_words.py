"""No text that pages show may lack its Chinese."""

import ast
from pathlib import Path

import pytest

from qa.accounts.audit import Deed
from qa.people import UserRole
from qa.review.overview import Step
from qa.store.remark_values import Quality
from qa.ui import filtering, labels, words
from qa.ui.navigation import PAGES

UI = Path(words.__file__).parent
COMPUTED = {
    *(page.title for page in PAGES),
    *(role.value for role in UserRole),
    *(deed.value for deed in Deed),
    *("active", "disabled", "invited", "Disable", "Enable"),
    *(text for table in labels.ALL for text in table.values()),
    *filtering.TITLES.values(),
    *("Open ones", "All"),
    *("Username", "Name", "Role", "Team", "Agent id"),
    *(each.value for each in Quality),
    *(step.value for step in Step if step is not Step.WHOLE),
    *("cards", "table", "categories", "filed", "edited", "retired", "restored"),
    *("Retire", "Restore", "in force", "The case was", "The category was"),
    *("Version", "Time", "By", "Action", "Changed", "Span", "Good or bad", "Category", "Tags"),
    *("Lesson", "Better wording", "Rules", "Call", "Agent", "Business line", "Filed by"),
    *("No case meets all of these conditions.",),
    *("There are no cases yet: inspectors file them from the page of a call.",),
    *(
        "Period",
        "Bucket",
        "Number of calls",
        "Evaluated",
        "Coverage",
        "Planned",
        "Rule",
        "Team",
        "Fails",
    ),
    *("Applicable calls", "Fail rate", "Invited", "Rate", "Dissatisfied", "Rated calls", "Code"),
    *("By", "Average score", "From", "To", "Sample", "Inspector", "Evaluations", "Hours of sound"),
    *("Machine's score", "People's score"),
}
"""Texts that reach `say` by a variable."""


def said() -> set[str]:
    trees = (ast.parse(path.read_text("utf-8")) for path in UI.rglob("*.py"))
    calls = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))
    first = (call.args[0] for call in calls if getattr(call.func, "id", "") == "say")
    return COMPUTED | {each.value for each in first if isinstance(each, ast.Constant)}


@pytest.mark.parametrize("language", [each for each in words.LANGUAGES if each != "en"])
def test_every_text_is_translated_and_none_is_left_over(language: str) -> None:
    catalogue = words.catalogue(language)
    assert said() - set(catalogue) == set()
    assert set(catalogue) - said() == set()


def test_the_catalogue_is_read_as_a_whole() -> None:
    text = (words.LOCALE / "zh" / "earmark.po").read_text("utf-8")
    assert len(words.catalogue("zh")) == text.count('\nmsgid "') - text.count('\nmsgid ""')


def test_english_is_itself_and_what_is_unknown_stays() -> None:
    assert words.translated("People", "en") == "People"
    assert words.translated("People", "zh") == "人员"
    assert words.translated("no such text", "zh") == "no such text"
