"""The workbench's answers with many calls in the store, on both databases."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from statistics import median
from zoneinfo import ZoneInfo

from bench import review_corpus, search_corpus
from bench.table import Grid, Line, Outcome, Target
from bench.workbench import Workbench
from qa.people import Person, UserRole
from qa.review import queue
from qa.review.callpage import call_page
from qa.review.callpage_json import page_bytes
from qa.review.desk import Desk
from qa.review.filters import Filter
from qa.review.searching import search_calls
from qa.rules.verdict import State
from qa.scoring.scorecard import load_scorecards
from qa.scoring.values import Flag, PlanKind
from qa.store import open_store

FEW, MANY = 10_000, 100_000
QUICK = 400, 1_200
REPEATS = 15
CLAIMERS, CLAIMS_EACH = 20, 10
NOW = datetime(2026, 1, 8, 1, tzinfo=UTC)
INSPECTOR = Person("bench", "测试", UserRole.INSPECTOR)
PAGE, GROWTH = Target("≤", 50), Target("≤", 2)
CALL, CLAIM, SEARCH = Target("≤", 150), Target("≤", 20), Target("≤", 300)
DAY = search_corpus.FIRST_CALL.date()
FILTERS: Mapping[str, Filter] = {
    "everything": Filter(),
    "mandatory": Filter(buckets=(PlanKind.MANDATORY,)),
    "random": Filter(buckets=(PlanKind.RANDOM,)),
    "a line and a flag": Filter(lines=("callback",), flags=(Flag.LONG,)),
    "a team": Filter(teams=("3组",)),
    "an agent": Filter(agents=("A017",)),
    "a rule that fails": Filter(rule=review_corpus.RULES[0], state=State.FAIL),
    "a day": Filter(since=DAY, until=DAY),
    "scores": Filter(score_to=60.0),
    "nothing found": Filter(agents=("nobody",)),
}
WORDS = ("投诉", "销户", "ETF", "您好", "感谢您的来电")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One database of one size, median times in milliseconds."""

    calls: int
    filled_s: float
    queue_ms: Mapping[str, float]
    """A page and the progress of the buckets, by filter."""
    call_page_ms: float
    claim_ms: float
    claimed_twice: int
    search_ms: Mapping[str, float]
    """Of a text in all calls, by text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspecting:
    """By database, the smaller store first; a text says why one could not be measured."""

    found: Mapping[str, tuple[Answered, Answered] | str]

    def outcome(self) -> Outcome:
        """A line for each promise and database."""
        lines: list[Line] = []
        rows: list[tuple[str, str, str, str]] = []
        for kind, sizes in self.found.items():
            if isinstance(sizes, str):
                lines.append(Line(f"workbench, {kind}", None, "ms", PAGE, sizes))
                continue
            few, many = sizes
            lines += _lines(kind, few, many)
            rows += [
                (kind, name, f"{few.queue_ms[name]:.1f}", f"{many.queue_ms[name]:.1f}")
                for name in FILTERS
            ]
        grid = Grid("queue page, ms", ("database", "filter", "fewer calls", "more calls"), rows)
        return Outcome(lines, [grid], asdict(self))


def inspecting(bench: Workbench) -> Inspecting:
    """Fill and measure two stores of each kind."""
    few, many = QUICK if bench.quick else (FEW, MANY)
    found: dict[str, tuple[Answered, Answered] | str] = {
        "SQLite": (
            measured(f"sqlite:///{bench.scratch / 'review-few.db'}", few),
            measured(f"sqlite:///{bench.scratch / 'review-many.db'}", many),
        )
    }
    try:
        with _postgresql() as one, _postgresql() as two:
            found["PostgreSQL"] = measured(one, few), measured(two, many)
    except (ImportError, RuntimeError) as error:
        found["PostgreSQL"] = str(error)
    return Inspecting(found=found)


def measured(url: str, calls: int) -> Answered:
    """Fill an empty database and measure."""
    began = time.perf_counter()
    review_corpus.fill(url, calls)
    return answered(url, calls, time.perf_counter() - began)


def answered(url: str, calls: int, filled_s: float) -> Answered:
    """Measure a filled database; claims are left in it."""
    with closing(open_store(url)) as store:
        desk = Desk(store, load_scorecards(), ZoneInfo("Asia/Shanghai"))
        queues = {name: _median_ms(lambda f=f: _queue(desk, f)) for name, f in FILTERS.items()}
        page_ms = _median_ms(lambda: _call_page(desk))
        search = {
            word: _median_ms(lambda w=word: search_calls(desk, INSPECTOR, NOW, Filter(text=w)))
            for word in WORDS
        }
        claim_ms, twice = _claims(desk)
    return Answered(
        calls=calls,
        filled_s=filled_s,
        queue_ms=queues,
        call_page_ms=page_ms,
        claim_ms=claim_ms,
        claimed_twice=twice,
        search_ms=search,
    )


def _lines(kind: str, few: Answered, many: Answered) -> Iterator[Line]:
    slowest = max(many.queue_ms, key=lambda name: many.queue_ms[name])
    plain = "everything"
    word = max(many.search_ms, key=lambda each: many.search_ms[each])
    size = f"{many.calls:,} calls, {kind}"
    growth = many.queue_ms[plain] / few.queue_ms[plain]
    twice = Target("≤", 0)
    yield Line(f"queue page, {size}", many.queue_ms[plain], "ms", PAGE, digits=1)
    yield Line(f"queue page, worst filter, {size}", many.queue_ms[slowest], "ms", PAGE, slowest, 1)
    yield Line(f"queue page, growth from {few.calls:,} to {size}", growth, "×", GROWTH)
    yield Line(f"page of a 60-minute call, {size}", many.call_page_ms, "ms", CALL, digits=1)
    yield Line(f"claim, {CLAIMERS} at once, {size}", many.claim_ms, "ms", CLAIM, digits=1)
    yield Line(f"calls claimed twice, {size}", many.claimed_twice, "", twice, digits=0)
    yield Line(f"text search, {size}", many.search_ms[word], "ms", SEARCH, word, 1)


def _queue(desk: Desk, filter: Filter) -> None:
    queue.queue_page(desk, INSPECTOR, NOW, filter)
    queue.progress(desk, INSPECTOR, NOW, filter)


def _call_page(desk: Desk) -> None:
    page_bytes(call_page(desk, INSPECTOR, NOW, review_corpus.LONG_CALL))


def _claims(desk: Desk) -> tuple[float, int]:
    """Median time of a claim, and how many calls were given out twice."""
    claimed: list[str] = []
    times_ms: list[float] = []
    start = threading.Barrier(CLAIMERS)

    def work(number: int) -> None:
        start.wait()
        for turn in range(CLAIMS_EACH):
            who = Person(f"claimer-{number}-{turn}", "", UserRole.INSPECTOR)
            begun = time.perf_counter()
            claim = queue.next_call(desk, who, NOW, Filter())
            times_ms.append((time.perf_counter() - begun) * 1000)
            if claim is not None:
                claimed.append(claim.call_id)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(CLAIMERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return median(times_ms), len(claimed) - len(set(claimed))


def _median_ms(act: Callable[[], object]) -> float:
    taken = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begun) * 1000)
    return median(taken)


@contextmanager
def _postgresql() -> Iterator[str]:
    """A server like the tests' own."""
    from tests.postgres import server

    with server() as url:
        yield url
