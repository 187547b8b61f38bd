"""Which calls a person looks at: one value, which the address of a page holds as well."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from math import isfinite
from zoneinfo import ZoneInfo

from qa.accounts.permissions import Scope
from qa.call import Satisfaction
from qa.errors import ReviewError
from qa.rules.verdict import State
from qa.scoring.values import Flag, PlanKind
from qa.store import CallFilter, Store
from qa.timeline import Seconds

Query = Mapping[str, Sequence[str]]
MOST_VALUES = 100
MOST_CHARACTERS = 200
MOST_MATCHES = 5_000
"""Calls that say the text; with more of them the queue is that of the newest ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Calls that meet every condition that is set. Empty means all."""

    buckets: tuple[PlanKind, ...] = ()
    lines: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    """By id."""
    flags: tuple[Flag, ...] = ()
    ratings: tuple[Satisfaction, ...] = ()
    rule: str | None = None
    state: State | None = None
    """Of the rule's verdict."""
    since: date | None = None
    """Days of the company, both included."""
    until: date | None = None
    score_from: float | None = None
    """0–100, the machine's; both limits included."""
    score_to: float | None = None
    longer_s: Seconds | None = None
    """Both limits included."""
    shorter_s: Seconds | None = None
    text: str | None = None
    """That somebody says."""
    about: str | None = None
    """Part of a call_id, or of an agent's or customer's id or name."""
    evaluated: bool | None = None
    """Whether a person has."""

    def query(self) -> dict[str, list[str]]:
        """The parameters of an address; what is not set has none."""
        found: dict[str, list[str]] = {}
        for name in NAMES:
            value = getattr(self, name)
            values = value if isinstance(value, tuple) else () if value is None else (value,)
            if values:
                found[name] = [written(each) for each in values]
        return found

    @classmethod
    def of(cls, query: Query) -> "Filter":
        """What `query` gave. Empty values and unknown parameters are ignored.

        Raises:
            ReviewError: all values that cannot be read.
        """
        read: dict[str, object] = {}
        wrong: list[str] = []
        for name, parse in _READERS.items():
            given = [value for value in query.get(name, ()) if value]
            try:
                values = tuple(map(parse, given[:MOST_VALUES]))
            except ValueError:
                wrong.append(f"{name}={'、'.join(given)[:MOST_CHARACTERS]}")
                continue
            if values:
                read[name] = values if name in _LISTS else values[0]
        if wrong:
            listed = "; ".join(wrong)
            raise ReviewError(f"筛选条件无法识别: {listed}", f"cannot be read: {listed}")
        return cls(**read)  # type: ignore[arg-type]

    def within(self, scope: Scope) -> "Filter":
        """Only what somebody of this scope sees."""
        limited = self
        if scope.team is not None:
            seen = not self.teams or scope.team in self.teams
            limited = replace(limited, teams=(scope.team,) if seen else (_NOBODY,))
        if scope.agent_id is not None:
            seen = not self.agents or scope.agent_id in self.agents
            limited = replace(limited, agents=(scope.agent_id,) if seen else (_NOBODY,))
        return limited


_NOBODY = "\x1f"
"""No team or agent is called so."""


def as_call_filter(filter: Filter, timezone: ZoneInfo) -> CallFilter:
    """The filter as the store knows it, but for the text that is searched for."""
    return CallFilter(
        since=None if filter.since is None else _midnight(filter.since, timezone),
        until=None
        if filter.until is None
        else _midnight(filter.until + timedelta(days=1), timezone),
        business_lines=filter.lines,
        agent_ids=filter.agents,
        flags=filter.flags,
        plan=filter.buckets,
        teams=filter.teams,
        ratings=filter.ratings,
        rule=filter.rule,
        rule_state=filter.state,
        score_from=filter.score_from,
        score_to=filter.score_to,
        longer_s=filter.longer_s,
        shorter_s=filter.shorter_s,
        about=filter.about,
        evaluated=filter.evaluated,
    )


def with_text(store: Store, filter: Filter, timezone: ZoneInfo) -> CallFilter:
    """The whole filter: the calls that say the text are looked up."""
    found = as_call_filter(filter, timezone)
    if filter.text is None:
        return found
    ids = store.calls_saying(filter.text, found, limit=MOST_MATCHES)
    return replace(found, call_ids=tuple(ids))


def _midnight(day: date, timezone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, timezone)


def written(value: object) -> str:
    """One value as an address has it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return str(value.value) if isinstance(value, StrEnum) else str(value)


def _text(value: str) -> str:
    if len(value) > MOST_CHARACTERS or "\0" in value:
        raise ValueError
    return value


def _number(value: str) -> float:
    number = float(value)
    if not isfinite(number):
        raise ValueError
    return number


def _yes(value: str) -> bool:
    if value not in ("yes", "no"):
        raise ValueError
    return value == "yes"


def _day(value: str) -> date:
    day = date.fromisoformat(value)
    if not 1970 <= day.year <= 9000:
        raise ValueError
    return day


_READERS: Mapping[str, Callable[[str], object]] = {
    "buckets": PlanKind,
    "lines": _text,
    "teams": _text,
    "agents": _text,
    "flags": Flag,
    "ratings": Satisfaction,
    "rule": _text,
    "state": State,
    "since": _day,
    "until": _day,
    "score_from": _number,
    "score_to": _number,
    "longer_s": _number,
    "shorter_s": _number,
    "text": _text,
    "about": _text,
    "evaluated": _yes,
}
_LISTS = frozenset(("buckets", "lines", "teams", "agents", "flags", "ratings"))
NAMES = tuple(each.name for each in fields(Filter))
"""Parameters of an address."""
