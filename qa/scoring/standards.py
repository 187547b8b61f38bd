"""What calls are judged by: rulebooks and scorecards that fit each other."""

from collections.abc import Mapping
from dataclasses import dataclass

from qa.config import Settings
from qa.errors import Problem, RulebookError
from qa.rules.rulebook import Rulebook, load_rulebooks
from qa.scoring.scorecard import Scorecard, load_scorecards


@dataclass(frozen=True, slots=True)
class Standards:
    """Both by business line."""

    rulebooks: Mapping[str, Rulebook]
    scorecards: Mapping[str, Scorecard]


def load_standards(settings: Settings) -> Standards:
    """The rulebooks and scorecards that the settings name, or the shipped ones.

    Raises:
        RulebookError: everything that is wrong in all files, criteria that link to unknown
            rules included.
    """
    problems: list[Problem] = []
    rulebooks: Mapping[str, Rulebook] | None = None
    try:
        rulebooks = load_rulebooks(settings.rulebooks_dir)
    except RulebookError as error:
        problems.extend(error.problems)
    # Own rulebooks need not have every rule that the shipped scorecards link to.
    of_a_kind = settings.scorecards_dir is not None or settings.rulebooks_dir is None
    codes = _codes(rulebooks) if rulebooks is not None and of_a_kind else None
    try:
        scorecards = load_scorecards(settings.scorecards_dir, codes)
    except RulebookError as error:
        problems.extend(error.problems)
    if problems or rulebooks is None:
        raise RulebookError(problems)
    return Standards(rulebooks, scorecards)


def _codes(rulebooks: Mapping[str, Rulebook]) -> dict[str, list[str]]:
    return {line: [rule.code for rule in book.rules] for line, book in rulebooks.items()}
