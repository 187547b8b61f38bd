"""Calls as a table: what pages show and what can be saved."""

from collections.abc import Mapping, Sequence

from qa.spreadsheet import Cell, Column, Table
from qa.store import SearchHit
from qa.store.queue_values import ListedCall
from qa.ui import labels
from qa.ui.language import say
from qa.ui.showing import length, local


def queue_table(calls: Sequence[ListedCall]) -> Table:
    """Calls that wait for a person, with why."""
    why = [Column(say("Bucket"), 10), Column(say("Why"), 26)]
    rows = [[labels.label(labels.BUCKETS, each.kind), _why(each), *_row(each)] for each in calls]
    return Table(say("Queue"), [*why, *_columns()], rows)


def calls_table(calls: Sequence[ListedCall]) -> Table:
    """Any calls, with how far they are."""
    rows = [[*_row(each), _why(each), _done(each)] for each in calls]
    more = [Column(say("Why"), 26), Column(say("Evaluated"), 24)]
    return Table(say("Calls"), [*_columns(), *more], rows)


def hits_table(calls: Sequence[ListedCall], hits: Mapping[str, Sequence[SearchHit]]) -> Table:
    """Where a text is said: a row for each place."""
    said = [Column(say("At"), 8), Column(say("Who"), 8), Column(say("What was said"), 60)]
    rows = [
        [length(hit.turn_start), labels.label(labels.ROLES, hit.role), hit.snippet, *_row(each)]
        for each in calls
        for hit in hits.get(each.call.call_id, ())
    ]
    return Table(say("Calls"), [*said, *_columns()], rows)


def _columns() -> list[Column]:
    return [
        Column(say("Time"), 17),
        Column(say("Line"), 12),
        Column(say("Team"), 10),
        Column(say("Agent"), 14),
        Column(say("Customer"), 14),
        Column(say("Customer's rating"), 10),
        Column(say("Length"), 8),
        Column(say("Machine's score"), 10),
        Column(say("Risk, %"), 8),
        Column(say("In the hands of"), 12),
        Column(say("Call"), 20),
    ]


def _row(each: ListedCall) -> list[Cell]:
    call = each.call
    return [
        local(call.started_at),
        labels.label(labels.LINES, call.business_line),
        call.team or "",
        call.agent_name or call.agent_id,
        call.customer_name or call.customer_id or "",
        labels.label(labels.RATINGS, call.satisfaction),
        length(each.duration_s),
        None if each.score_total is None else round(each.score_total, 1),
        None if each.satisfaction_risk is None else round(100 * each.satisfaction_risk),
        each.claimed_by or "",
        call.call_id,
    ]


def _why(each: ListedCall) -> str:
    return labels.listed(labels.REASONS, each.reasons or each.flags)


def _done(each: ListedCall) -> str:
    return f"{each.done_by} {local(each.done_at)}" if each.done_at else ""
