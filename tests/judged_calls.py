"""Calls judged by the shipped inbound rulebook's codes, planned, and ready to be evaluated."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from stored_calls import NOW, a_call, a_turn
from stored_calls import judged as plainly_judged

from qa.people import Person, UserRole
from qa.rules.verdict import Evidence, State, Verdict
from qa.scoring.criteria import Scorecard
from qa.scoring.filling import fill
from qa.scoring.scorecard import load_scorecards
from qa.scoring.values import JudgedCall, PlanKind, Review
from qa.store import Store
from qa.store.evaluation_values import Answer
from qa.timeline import Span

DAY = date(2026, 3, 2)
INBOUND = load_scorecards()["inbound"]
RULES = tuple(dict.fromkeys(code for each in INBOUND.criteria for code in each.rules))
HUMAN = tuple(each for each in INBOUND.criteria if each.needs_human)
FATAL_RULE = "TALK-PROMISE"
MANDATORY = Review(PlanKind.MANDATORY, ("fatal",))
RANDOM = Review(PlanKind.RANDOM, ("random",))

INSPECTOR = Person("ins", "质检一", UserRole.INSPECTOR)
OTHER = Person("other", "质检二", UserRole.INSPECTOR)
MANAGER = Person("boss", "主管", UserRole.MANAGER)
LEAD = Person("lead", "班长", UserRole.LEAD, team="一组")
AGENT = Person("agent", "坐席", UserRole.AGENT, agent_id="A001")
TRAINER = Person("trainer", "培训师", UserRole.TRAINER)
ADMIN = Person("admin", "管理员", UserRole.ADMIN)


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def verdict(code: str, state: State, *, fatal: bool = False) -> Verdict:
    why = (Evidence("原因", Span(1, 2), None, "您好"),)
    return Verdict(code, code, state, fatal=fatal, evidence=why)


def judged(
    number: int = 0, failing: Sequence[str] = (), card: Scorecard = INBOUND, **changed: object
) -> JudgedCall:
    """Every rule of the scorecard passes but for those that fail."""
    call = a_call(number, **{"team": "一组", **changed})
    verdicts = tuple(
        verdict(
            code,
            State.FAIL if code in failing else State.PASS,
            fatal=code == FATAL_RULE,
        )
        for code in RULES
    )
    plain = plainly_judged(call, a_turn("您好<b>请问"), a_turn("买股票", start=3))
    return replace(plain, verdicts=verdicts, score=fill(card, verdicts))


def put(
    store: Store,
    calls: Sequence[JudgedCall],
    plan: Mapping[str, Review] | None = None,
    day: date = DAY,
) -> None:
    """Ingest, save and plan; without a plan all are mandatory."""
    store.ingest([each.call for each in calls])
    for each in calls:
        store.save(each, "test", "f", NOW)
    planned = plan or {each.call.call_id: MANDATORY for each in calls}
    store.save_plan(day, planned)


def all_answers(points: float | None = None) -> dict[str, Answer]:
    """Every human criterion answered, with full points when not told otherwise."""
    return {
        each.code: Answer(each.points if points is None else min(points, each.points))
        for each in HUMAN
    }


__all__ = ["NOW", "a_turn"]
