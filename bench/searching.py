"""Search for two-character words in many calls, on both databases."""

import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass

from bench import search_corpus
from bench.table import Grid, Line, Outcome, Target
from bench.workbench import Workbench
from qa.store import open_store

CALLS = 100_000
QUICK = 500
FAST = Target("≤", 500)
"""Milliseconds: "well under a second" put into a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """One database filled and searched."""

    filled_s: float
    words: Mapping[str, Mapping[str, float]]
    """Of each word its hits shown, the first time and the median of the next five, ms."""

    def slowest(self) -> tuple[str, float]:
        """The word with the worst first time, when it was not searched for before, and that, ms."""
        word = max(self.words, key=lambda word: self.words[word]["first_ms"])
        return word, self.words[word]["first_ms"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Searching:
    """Both databases; a text instead says why one could not be measured."""

    calls: int
    sqlite: Searched
    postgresql: Searched | str

    def outcome(self) -> Outcome:
        """The slowest word of each database."""
        kinds = {"SQLite": self.sqlite, "PostgreSQL": self.postgresql}
        lines, rows = [], []
        for kind, searched in kinds.items():
            what = f"slowest two-character word in {self.calls:,} calls, {kind}"
            if isinstance(searched, str):
                lines.append(Line(what, None, "ms", FAST, searched))
                continue
            word, slowest_ms = searched.slowest()
            lines.append(Line(what, slowest_ms, "ms", FAST, word, 0))
            for word, times in searched.words.items():
                cells = (f"{times[key]:g}" for key in ("hits", "first_ms", "median_ms"))
                rows.append((kind, word, *cells))
        header = ("database", "word", "hits shown", "first, ms", "then, ms")
        return Outcome(lines, [Grid("by word", header, rows)], asdict(self))


def searching(bench: Workbench) -> Searching:
    """Fill and search an empty database of each kind."""
    calls = QUICK if bench.quick else CALLS
    url = f"sqlite:///{bench.scratch / 'corpus.db'}"
    sqlite = _searched(url, calls)
    try:
        with _postgresql() as url:
            return Searching(calls=calls, sqlite=sqlite, postgresql=_searched(url, calls))
    except (ImportError, RuntimeError) as error:
        return Searching(calls=calls, sqlite=sqlite, postgresql=str(error))


@contextmanager
def _postgresql() -> Iterator[str]:
    """A server like the tests' own."""
    from tests.postgres import server

    with server() as url:
        yield url


def _searched(url: str, calls: int) -> Searched:
    """Common and rare words of two characters, those that every hotline searches for first."""
    began = time.perf_counter()
    search_corpus.fill(url, calls)
    filled_s = time.perf_counter() - began
    words = list(dict.fromkeys(word for word in search_corpus.queries() if len(word) == 2))
    with closing(open_store(url)) as store:
        times = search_corpus.search_times_ms(store, words)
    return Searched(filled_s=filled_s, words=times)
