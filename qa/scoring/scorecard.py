"""Scorecards: read from YAML, checked against the rules, filled by the machine.

A folder holds one file a business line. The shape of a file is that of `Scorecard`.
"""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from qa.errors import Problem, RulebookError
from qa.scoring.criteria import Criterion, Dimension, Scorecard, ScoreSection
from qa.scoring.filling import fill, score_of
from qa.yamlfile import Document, Location, read_document, validate

__all__ = [
    "Criterion",
    "Dimension",
    "ScoreSection",
    "Scorecard",
    "fill",
    "load_scorecards",
    "score_of",
]

SHIPPED = Path(__file__).parent / "scorecards"


def load_scorecards(
    directory: Path | None = None, rules: Mapping[str, Collection[str]] | None = None
) -> Mapping[str, Scorecard]:
    """The scorecards of a folder by business line.

    Args:
        directory: None for the shipped ones.
        rules: codes that the rulebook of each line knows. When given, a criterion that links
            to another code, or to a line without rulebook, is a problem.

    Raises:
        RulebookError: everything that is wrong in all files, each problem with its line.
    """
    problems: list[Problem] = []
    cards: dict[str, tuple[Document, Scorecard]] = {}
    for file in _files(directory or SHIPPED):
        try:
            document = read_document(file)
            card = validate(document, Scorecard)
        except RulebookError as error:
            problems.extend(error.problems)
            continue
        problems.extend(_doubles(document, card))
        if rules is not None:
            problems.extend(_unknown_rules(document, card, rules))
        first, _ = cards.setdefault(card.line, (document, card))
        if first is not document:
            what = f"the line {card.line!r} has a scorecard already, in {first.name}"
            problems.append(document.problem(("line",), what))
    if problems:
        raise RulebookError(problems)
    return {line: card for line, (_, card) in cards.items()}


def _files(folder: Path) -> list[Path]:
    files = sorted((*folder.glob("*.yaml"), *folder.glob("*.yml")))
    if not files:
        raise RulebookError([Problem(str(folder), "no scorecard here", "add LINE.yaml files")])
    return files


def _located(card: Scorecard) -> Iterator[tuple[Location, Criterion]]:
    for i, section in enumerate(card.sections):
        for j, criterion in enumerate(section.criteria):
            yield ("sections", i, "criteria", j), criterion


def _doubles(document: Document, card: Scorecard) -> Iterator[Problem]:
    seen: set[str] = set()
    for location, criterion in _located(card):
        if criterion.code in seen:
            what = f"the criterion {criterion.code} appears twice"
            yield document.problem((*location, "code"), what)
        seen.add(criterion.code)


def _unknown_rules(
    document: Document, card: Scorecard, rules: Mapping[str, Collection[str]]
) -> Iterator[Problem]:
    if card.line not in rules:
        what = f"no rulebook for the line {card.line!r}"
        yield document.problem(("line",), what, f"lines: {', '.join(sorted(rules))}")
        return
    known = sorted(rules[card.line])
    for location, criterion in _located(card):
        for k, code in enumerate(criterion.rules):
            if code not in known:
                close = get_close_matches(code, known, n=1)
                fix = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(known)}"
                what = f"the rulebook of {card.line!r} has no rule {code!r}"
                yield document.problem((*location, "rules", k), what, fix)
