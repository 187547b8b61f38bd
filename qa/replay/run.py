"""A replay from the store, on several processes when there is much to judge."""

import gc
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context

from qa.replay.judging import Judging
from qa.replay.settled import Settled, nothing_settled
from qa.replay.tally import Tally
from qa.rules.rulebook import Rulebook, load_version
from qa.rules.version import RulebookVersion
from qa.store import Store, open_store
from qa.store.values import CallFilter

CHUNK = 200
"""Calls read and judged at a time: enough to search their texts together, few enough to keep."""
_AT_HOME = 5
"""With no more chunks than this, starting processes costs more than they save."""
_WAITING = 3
"""Chunks handed out per process before results are taken in: memory stays flat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to replay."""

    rulebook: Rulebook
    filter: CallFilter
    """Which calls; those of the rulebook's line among them are judged."""
    limit: int | None = None
    """At most so many, the latest ones."""
    codes: frozenset[str] | None = None
    """Only these rules; None: all."""
    keep: int = 3
    """Examples of each kind of change."""
    anew: bool = False
    """Whether rules that mean the same as when a call was judged are tried again, too."""
    workers: int = 1


def replay(store: Store, asked: Asked, seen: Callable[[int], None] = lambda _: None) -> Tally:
    """What would change if the rulebook had judged the calls; nothing is written.

    Args:
        store: where the calls are.
        asked: what to replay.
        seen: told after every chunk how many calls were judged in it.

    Raises:
        StoreError: the database refuses.
    """
    chunks = store.past_keys(asked.filter, asked.limit, CHUNK)
    first = list(islice(chunks, _AT_HOME + 1))
    every = chain(first, chunks)
    alone = asked.workers < 2 or len(first) <= _AT_HOME
    tallies = _at_home(store, asked, every) if alone else _in_processes(store.url, asked, every)
    total = Tally()
    for tally in tallies:
        total.add(tally, asked.keep)
        seen(tally.calls)
    return total


def _at_home(store: Store, asked: Asked, chunks: Iterator[list[int]]) -> Iterator[Tally]:
    judging = _judging(store, asked.rulebook, asked)
    return (_tally(store, judging, chunk) for chunk in chunks)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles: there are none, and it would look through all that an ear
    remembers again and again, for half of the time; nor does it when it is let in again."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _tally(store: Store, judging: Judging, keys: Sequence[int]) -> Tally:
    with _uncollected():
        return judging.tally(store.past(keys), lambda chosen: store.past(chosen, words=True))


@dataclass(frozen=True, slots=True)
class _Draft:
    """What to judge by, as it travels to another process."""

    version: RulebookVersion
    codes: frozenset[str] | None
    keep: int
    anew: bool


def _judging(store: Store, rulebook: Rulebook, draft: Asked | _Draft) -> Judging:
    settled = nothing_settled if draft.anew else Settled(store, rulebook).codes
    return Judging(rulebook, draft.codes, draft.keep, settled)


def _in_processes(url: str, asked: Asked, chunks: Iterator[list[int]]) -> Iterator[Tally]:
    draft = _Draft(asked.rulebook.version, asked.codes, asked.keep, asked.anew)
    pool = ProcessPoolExecutor(
        asked.workers, get_context("spawn"), initializer=_begin, initargs=(url, draft)
    )
    with pool:
        waiting: deque[Future[Tally]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(_work, chunk))
            if len(waiting) > asked.workers * _WAITING:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


_hands: list[tuple[Store, Judging]] = []
"""What a process keeps between chunks; empty in the parent."""


def _begin(url: str, draft: _Draft) -> None:
    store = open_store(url)
    _hands.append((store, _judging(store, load_version(draft.version), draft)))


def _work(keys: list[int]) -> Tally:
    ((store, judging),) = _hands
    return _tally(store, judging, keys)
