"""Many judged, planned and partly evaluated calls, to measure the workbench with.

    python -m bench.review_corpus sqlite:///corpus.db --calls 100000

Texts are those of `search_corpus`, a few hundred conversations said again and again, so that
filling takes minutes; metadata, verdicts, flags and the plan differ from call to call. The most
urgent calls of the queue are evaluated. The same arguments give the same calls.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from sqlalchemy import insert, select, update

from bench import search_corpus
from qa.call import Call, Role, Satisfaction, Transcript, Turn, Word
from qa.config import PlanOptions
from qa.people import Person, UserRole
from qa.review.totals import checked, score
from qa.rules.verdict import Evidence, State, Verdict
from qa.scoring.filling import fill as filled
from qa.scoring.plan import Candidate, draw_plan
from qa.scoring.scorecard import load_scorecards
from qa.scoring.values import Flag, JudgedCall
from qa.store import Store, open_store, upgrade
from qa.store.codec import dump_evaluation, dump_transcript
from qa.store.engine import Database
from qa.store.evaluation_values import Answer, EvaluationBody
from qa.store.rows import to_row
from qa.store.saving import result_row, verdict_rows
from qa.store.search.backend import Entry
from qa.store.search.grams import Document, documents
from qa.store.search.index import backend_for
from qa.store.search.keys import key as search_key
from qa.store.tables import calls, evaluations, flags, results, reviews, transcripts, verdicts
from qa.timeline import Span

LONG_CALL = "sixty-minutes"
CONVERSATIONS = 300
EVALUATED = 5_000
INSPECTORS = tuple(Person(f"ins{i}", f"质检{i}", UserRole.INSPECTOR) for i in range(7))
CARD = load_scorecards()["inbound"]
RULES = tuple(dict.fromkeys(code for each in CARD.criteria for code in each.rules))
RAISED = {
    Flag.FATAL: 0.01,
    Flag.COMPLAINT: 0.02,
    Flag.DISSATISFIED: 0.03,
    Flag.LONG: 0.05,
    Flag.SHORT: 0.05,
    Flag.NIGHT_SHIFT: 0.1,
    Flag.NEW_AGENT: 0.1,
}
"""The share of calls with each flag."""
_BATCH = 1_000
_LINES = ("inbound", "inbound", "callback", "offsite")
_RATINGS = (Satisfaction.NONE, Satisfaction.NONE, Satisfaction.SATISFIED, Satisfaction.NEUTRAL)
_FAILED = (Evidence("没有听到开头语", Span(0, 2), Role.AGENT, "您好"),)


@dataclass(frozen=True, slots=True)
class _Conversation:
    """A conversation with what can be computed of it beforehand."""

    judged: JudgedCall
    body: bytes
    words: bytes
    documents: tuple[Document, ...]


def fill(url: str, count: int) -> None:
    """Create the schema, save `count` calls and a long one, plan them, evaluate some."""
    upgrade(url)
    database = Database(url)
    numbers = iter(range(count))
    spoken = [_conversation(each) for each in search_corpus.judged_calls(CONVERSATIONS)]
    while some := list(islice(numbers, _BATCH)):
        _save(database, some, spoken)
    if database.dialect == "postgresql":
        _number_on(database)
    with closing(search_corpus.BulkStore(Database(url))) as store:
        store.save_all([long_call()])
    with closing(open_store(url)) as opened:
        plan(opened, count)
    evaluate(database, min(EVALUATED, count // 20))
    if database.dialect == "postgresql":
        _settle(database)
    database.close()


def _number_on(database: Database) -> None:
    """Number calls from here on after those that were saved with a number."""
    last = "SELECT setval(pg_get_serial_sequence('calls', 'id'), max(id)) FROM calls"
    with database.writing() as connection:
        connection.exec_driver_sql(last)


def made_call(number: int) -> Call:
    """Metadata of the call of a number."""
    luck = random.Random(number)
    agent = luck.randrange(160)
    return Call(
        call_id=f"review-{number:07}",
        recording=f"/corpus/{number:07}.wav",
        started_at=search_corpus.FIRST_CALL + timedelta(seconds=5 * number),
        business_line=_LINES[number % 4],
        agent_id=f"A{agent:03}",
        agent_name=f"坐席{agent}",
        team=f"{agent // 16}组",
        customer_id=f"C{luck.randrange(10**6)}",
        customer_name=f"客户{luck.randrange(10**4)}",
        agent_channel=0,
        satisfaction=luck.choice(_RATINGS),
    )


def raised(number: int) -> tuple[Flag, ...]:
    """Flags of the call of a number."""
    luck = random.Random(-number - 1)
    return tuple(flag for flag, share in RAISED.items() if luck.random() < share)


def _conversation(judged: JudgedCall) -> _Conversation:
    assert judged.transcript is not None
    made = tuple(documents(judged.transcript.turns))
    return _Conversation(judged, *dump_transcript(judged.transcript), made)


def _judged(number: int, like: JudgedCall) -> JudgedCall:
    luck = random.Random(number)
    made = tuple(
        Verdict(code, code, State.FAIL if luck.random() < 0.06 else State.PASS, evidence=_FAILED)
        for code in RULES
    )
    return replace(
        like, call=made_call(number), verdicts=made, flags=raised(number), score=filled(CARD, made)
    )


def _save(database: Database, numbers: Sequence[int], spoken: Sequence[_Conversation]) -> None:
    index = backend_for(database.dialect)
    rows: tuple[list[dict[str, object]], ...] = ([], [], [], [], [])
    entries: list[Entry] = []
    for number in numbers:
        said = spoken[number % len(spoken)]
        judged, key = _judged(number, said.judged), number + 1
        rows[0].append({"id": key, **to_row(judged.call)})
        rows[1].append({"call": key, **result_row(judged, search_corpus.FIRST_CALL)})
        rows[2].append({"call": key, "body": said.body, "words": said.words})
        rows[3].extend(verdict_rows(key, judged.verdicts))
        rows[4].extend({"call": key, "flag": flag} for flag in judged.flags)
        at = judged.call.started_at
        entries += [Entry(search_key(at, key, d.role, d.part), key, d) for d in said.documents]
    with database.writing() as connection:
        for table, made in zip((calls, results, transcripts, verdicts, flags), rows, strict=True):
            connection.execute(insert(table), made)
        index.add(connection, entries)


def long_call() -> JudgedCall:
    """Sixty minutes: nine hundred turns, some fourteen thousand words of one character."""
    luck = random.Random(60)
    turns = tuple(_long_turn(place, luck) for place in range(900))
    like = next(search_corpus.judged_calls(1))
    assert like.transcript is not None
    heard: Transcript = replace(like.transcript, duration_s=3600.0, turns=turns)
    call = replace(made_call(0), call_id=LONG_CALL, started_at=datetime(2025, 12, 1, tzinfo=UTC))
    return replace(_judged(0, like), call=call, transcript=heard)


def _long_turn(place: int, luck: random.Random) -> Turn:
    start, role = place * 4.0, (Role.AGENT, Role.CUSTOMER)[place % 2]
    text = "".join(luck.choices(search_corpus.GREETING + search_corpus.FAREWELL, k=16))
    words = tuple(
        Word(start + i * 0.22, start + (i + 1) * 0.22, character, luck.random())
        for i, character in enumerate(text)
    )
    return Turn(start, start + 3.6, role, text, text, luck.random(), words)


def plan(store: Store, count: int) -> None:
    """Draw and save the plan of every day."""
    days: dict[date, list[Candidate]] = {}
    for number in range(count):
        call = made_call(number)
        found = Candidate(call.call_id, call.business_line, call.agent_id, raised(number))
        days.setdefault(call.started_at.date(), []).append(found)
    for day, candidates in days.items():
        drawn = draw_plan(candidates, PlanOptions(), day)
        store.save_plan(day, drawn.reviews)


def evaluate(database: Database, count: int) -> None:
    """Evaluate the most urgent calls: a version of the machine and one of a person each."""
    made = checked([Verdict(code, code, State.PASS) for code in RULES], ())
    answers = {each.code: Answer(each.points) for each in CARD.criteria if each.needs_human}
    whole = score(CARD, made, answers)
    body = dump_evaluation(EvaluationBody(score=whole, answers=answers, verdicts=made))
    order = (reviews.c.urgency.desc(), reviews.c.day.desc(), reviews.c.call.desc())
    with database.writing() as connection:
        keys = connection.scalars(select(reviews.c.call).order_by(*order).limit(count)).all()
        for place, key in enumerate(keys):
            at = search_corpus.FIRST_CALL + timedelta(days=6, seconds=place)
            who = INSPECTORS[place % len(INSPECTORS)].username
            connection.execute(insert(evaluations), list(_versions(key, who, at, body)))
            done = update(reviews).where(reviews.c.call == key)
            connection.execute(done.values(done_at=at, done_by=who))


def _versions(key: int, who: str, at: datetime, body: bytes) -> Iterator[dict[str, object]]:
    common = {"call": key, "made_at": at, "why": "", "fatal": False, "body": body}
    yield {**common, "version": 1, "kind": "machine", "made_by": "earmark", "total": 90.0}
    yield {**common, "version": 2, "kind": "human", "made_by": who, "total": 80.0 + key % 20}


def _settle(database: Database) -> None:
    """What the server does by itself before long."""
    with database.writing() as connection:
        connection.exec_driver_sql("ANALYZE")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Fill a database to measure the workbench with.")
    parser.add_argument("url")
    parser.add_argument("--calls", type=int, default=100_000)
    asked = parser.parse_args()
    fill(asked.url, asked.calls)
