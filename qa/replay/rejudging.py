"""Stored calls judged again by other rulebooks, when somebody asks for it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from qa.call import Call
from qa.rules.engine import judge
from qa.rules.rule import Severity
from qa.rules.rulebook import Rulebook
from qa.rules.verdict import State
from qa.scoring.filling import fill
from qa.scoring.flags import with_failures
from qa.scoring.scorecard import Scorecard
from qa.scoring.values import JudgedCall
from qa.store import CallFilter, Store


def rejudge(
    store: Store,
    filter: CallFilter,
    rulebooks: Mapping[str, Rulebook],
    scorecards: Mapping[str, Scorecard],
    now: datetime,
    seen: Callable[[int], None] = lambda _: None,
) -> list[Call]:
    """Verdicts, flags and scores of stored calls by these rulebooks; nothing is heard again.

    Calls that the present version judged already, and those of other lines, stay as they are.

    Args:
        store: where the calls are.
        filter: which calls.
        rulebooks: by business line.
        scorecards: by business line; a line without one has no score.
        now: when it happens.
        seen: told after every call that one more was looked at.

    Returns:
        The calls that were judged anew: their days need a new review plan.
    """
    done = []
    kept: set[str] = set()
    for judged, _ in store.stream(filter):
        book = rulebooks.get(judged.call.business_line)
        if book is not None and judged.provenance.rulebook != book.identity:
            again = _again(judged, book, scorecards.get(book.line))
            if again is not None:
                if book.line not in kept:
                    store.keep_rulebook(book.version, now)
                    kept.add(book.line)
                store.rejudge(again, now)
                done.append(again.call)
        seen(1)
    return done


def _again(judged: JudgedCall, book: Rulebook, card: Scorecard | None) -> JudgedCall | None:
    """None for a call of which nothing was heard."""
    if judged.transcript is None or judged.measures is None:
        return None
    verdicts = judge(book, judged.call, judged.transcript, judged.measures)
    failed = [verdict.code for verdict in verdicts if verdict.state is State.FAIL]
    fatal = [rule.code for rule in book.rules if rule.severity is Severity.FATAL]
    return replace(
        judged,
        provenance=replace(judged.provenance, rulebook=book.identity),
        verdicts=verdicts,
        flags=with_failures(judged.flags, judged.call, failed, fatal),
        score=fill(card, verdicts) if card else None,
    )
