"""Decisions from a file into the store."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from qa.errors import Problem
from qa.ingest.table import place
from qa.review.decision_file import DecisionFile, Numbered
from qa.store import Decided, Refused, Store

_COLUMNS = {"call_id": "call_id", "code": "rule", "true_state": "true_verdict"}
"""Columns of the file by field of a decision."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file of decisions."""

    decided: Decided | None
    """None: nothing was recorded, because of the problems."""
    refused: int
    """Rows that cannot be recorded."""
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def import_decisions(
    store: Store, file: DecisionFile, now: datetime, *, partial: bool = False
) -> Imported:
    """Record the decisions of a file, unless one of them cannot be.

    Args:
        store: where to.
        file: as read.
        now: of decisions without a time.
        partial: record the good ones all the same.

    Raises:
        StoreError: the database refuses.
    """
    refused = store.refused_decisions([each for _, each in file.decisions])
    problems = (*file.problems, *(_problem(file, each) for each in refused))
    wrong = {each.at for each in refused}
    good = [row for at, row in enumerate(file.decisions) if at not in wrong]
    decided = None
    if partial or not problems:
        decided = store.decide([each for _, each in good], now)
    warnings = (*file.warnings, *_outdated(store, file.source, good))
    return Imported(decided, file.refused + len(wrong), problems, warnings)


def _problem(file: DecisionFile, refused: Refused) -> Problem:
    row, _ = file.decisions[refused.at]
    why = refused.objection
    return Problem(place(file.source, row, _COLUMNS[why.field]), why.what, why.fix)


def _outdated(store: Store, source: str, rows: Sequence[Numbered]) -> Iterator[Problem]:
    """Decisions that were made before the verdict was that they are recorded with."""
    judged_at = store.judged_at({each.call_id for _, each in rows})
    for row, each in rows:
        judged = judged_at.get(each.call_id)
        if each.decided_at and judged and each.decided_at < judged:
            what = (
                f"通话 {each.call_id} 在此决定之后重新质检过,按现在的结论记录 / was judged again"
                " since; recorded as about the present verdict"
            )
            yield Problem(place(source, row, "decided_at"), what)
