"""What calls are judged by: rulebooks and scorecards that fit each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from qa.config import Settings
from qa.errors import Problem, RulebookError
from qa.rules.rulebook import Rulebook, load_rulebooks, load_version
from qa.rules.version import RulebookVersion
from qa.scoring.scorecard import Scorecard, load_scorecards

NOTHING_PUBLISHED: Mapping[str, RulebookVersion] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Standards:
    """Both by business line."""

    rulebooks: Mapping[str, Rulebook]
    scorecards: Mapping[str, Scorecard]


def load_standards(
    settings: Settings, published: Mapping[str, RulebookVersion] = NOTHING_PUBLISHED
) -> Standards:
    """What calls are judged by.

    Rulebooks are those of the folder that the settings name. Where they name none, a line's is
    the published version, or else the shipped one.

    Raises:
        RulebookError: everything that is wrong in all files, criteria that link to unknown
            rules included.
    """
    problems: list[Problem] = []
    from_files: Mapping[str, Rulebook] = {}
    try:
        from_files = load_rulebooks(settings.rulebooks_dir)
    except RulebookError as error:
        problems.extend(error.problems)
    own_rules = settings.rulebooks_dir is not None
    rulebooks = {**from_files, **({} if own_rules else _loaded(published, problems))}
    codes = None
    if settings.scorecards_dir is not None:
        codes = _codes(rulebooks)
    elif not own_rules:
        # Rulebooks of one's own need not have every rule that the shipped scorecards link to.
        codes = _codes(from_files)
    try:
        scorecards = load_scorecards(settings.scorecards_dir, None if problems else codes)
    except RulebookError as error:
        problems.extend(error.problems)
    if problems:
        raise RulebookError(problems)
    return Standards(rulebooks, scorecards)


def _loaded(
    published: Mapping[str, RulebookVersion], problems: list[Problem]
) -> dict[str, Rulebook]:
    loaded: dict[str, Rulebook] = {}
    for line, version in published.items():
        try:
            loaded[line] = load_version(version)
        except RulebookError as error:
            problems.extend(error.problems)
    return loaded


def _codes(rulebooks: Mapping[str, Rulebook]) -> dict[str, list[str]]:
    return {line: [rule.code for rule in book.rules] for line, book in rulebooks.items()}
