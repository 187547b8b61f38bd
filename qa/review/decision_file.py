"""A file of decisions: every good row becomes a decision, every bad one a list of problems."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from qa.errors import Problem
from qa.ingest import fields
from qa.ingest.cells import Cells
from qa.ingest.columns import Contract, identify
from qa.ingest.fields import RefusedError
from qa.ingest.source import name_of, read_table
from qa.ingest.table import Row, place, rows_besides, shown
from qa.rules.decision import Decision, Outcome
from qa.rules.verdict import State

CONTRACT = Contract(
    names=("call_id", "rule", "decision", "true_verdict", "reason", "reviewer", "decided_at"),
    required=("call_id", "rule", "decision"),
    others="已忽略 / unknown column, ignored",
)
OUTCOMES: Mapping[str, Outcome] = {
    **{value.value: value for value in Outcome if value is not Outcome.WITHDRAWN},
    "维持": Outcome.CONFIRMED,
    "推翻": Outcome.OVERTURNED,
    "无法判断": Outcome.CANNOT_JUDGE,
}
STATES: Mapping[str, State] = {
    **{value.value: value for value in State},
    "通过": State.PASS,
    "不通过": State.FAIL,
    "无法判断": State.UNDETERMINED,
    "无法判定": State.UNDETERMINED,
    "不适用": State.NOT_APPLICABLE,
}
ID_CHARACTERS = 128
NAME_CHARACTERS = 256
REASON_CHARACTERS = 2000
_id = fields.text(ID_CHARACTERS)
_name = fields.text(NAME_CHARACTERS)
_reason = fields.text(REASON_CHARACTERS, allowed="\t\n\r")
_outcome = fields.one_of(OUTCOMES)
_state = fields.one_of(STATES)

Numbered = tuple[int, Decision]
"""A decision with the number of its row."""


@dataclass(frozen=True, slots=True)
class DecisionFile:
    """What a file of decisions says."""

    source: str
    """Its file name."""
    decisions: tuple[Numbered, ...]
    problems: tuple[Problem, ...] = ()
    """Why other rows became no decision; each names its row and column."""
    refused: int = 0
    """Such rows."""
    warnings: tuple[Problem, ...] = ()


def read_decisions(
    location: str, *, timezone: ZoneInfo, now: datetime, reviewer: str | None = None
) -> DecisionFile:
    """Reads CSV (UTF-8 or GB18030), JSON Lines or Parquet from a path or an fsspec URL.

    Args:
        location: path or URL.
        timezone: of times that carry no offset.
        now: nothing can have been decided later.
        reviewer: who decided where a row does not say.

    Raises:
        ManifestError: the file as a whole is unusable: absent, empty, of no known format, or
            without a required column.
    """
    source = name_of(location)
    table = read_table(location)
    columns = identify(table, source, CONTRACT)
    when = _not_after(now, timezone)
    good: list[Numbered] = []
    problems = list(table.problems)
    for row in table.rows:
        cells = Cells(row, source, columns)
        decision = _decision(cells, when, reviewer)
        problems += cells.problems
        if not cells.problems:
            good.append((row.number, decision))
    contradictory = _contradictory(good)
    problems += [_contradiction(source, row, rows) for rows in contradictory for row in rows]
    apart = {row for rows in contradictory for row in rows}
    kept = tuple((row, decision) for row, decision in good if row not in apart)
    refused = len(table.problems) + len(table.rows) - len(kept)
    warnings = (*columns.warnings, *_nothing(table.rows, source))
    return DecisionFile(source, kept, tuple(problems), refused, warnings)


def _decision(cells: Cells, when: Callable[[str], datetime], reviewer: str | None) -> Decision:
    who = cells.take("reviewer", _name, reviewer)
    if not who:
        fix = "填写这一列,或加上 --reviewer / fill it in, or give --reviewer"
        cells.note("reviewer", RefusedError("不知道是谁的决定 / nobody is named", fix))
    return Decision(
        call_id=cells.take("call_id", _id, ""),
        code=cells.take("rule", _id, ""),
        outcome=cells.take("decision", _outcome, Outcome.CANNOT_JUDGE),
        reviewer=who or "",
        decided_at=cells.take("decided_at", when, None),
        true_state=cells.take("true_verdict", _state, None),
        reason=cells.take("reason", _reason, None),
    )


def _not_after(now: datetime, timezone: ZoneInfo) -> Callable[[str], datetime]:
    read = fields.moment(timezone)

    def parse(value: str) -> datetime:
        moment = read(value)
        if moment > now:
            what = f"{shown(value)} 在将来 / lies in the future"
            raise RefusedError(what, f"不带时区的时间按 {timezone.key} / times are of this zone")
        return moment

    return parse


def _contradictory(rows: Sequence[Numbered]) -> list[list[int]]:
    """Rows by which one inspector says different things of one verdict at one time."""
    same: dict[tuple[object, ...], list[Numbered]] = defaultdict(list)
    for row, each in rows:
        same[each.call_id, each.code, each.reviewer, each.decided_at].append((row, each))
    return [
        [row for row, _ in group]
        for group in same.values()
        if len({(each.outcome, each.true_state) for _, each in group}) > 1
    ]


def _contradiction(source: str, row: int, rows: Sequence[int]) -> Problem:
    what = f"与{rows_besides(rows, row)}矛盾,都未导入 / contradicts these rows; none was taken"
    fix = "用 decided_at 写明先后,或删去一行 / tell by decided_at which came later, or delete one"
    return Problem(place(source, row, "decision"), what, fix)


def _nothing(rows: Sequence[Row], source: str) -> tuple[Problem, ...]:
    return () if rows else (Problem(source, "没有任何决定 / the file lists no decisions"),)
