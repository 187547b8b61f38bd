"""Cutting labelled talks into folds so that a figure says what it will be on new calls.

Agents are dealt into groups. A fold tests one group and trains on the others, less every talk of
a customer who is tested: a model can then not know a person's voice or manner. (Components of
agents connected by customers would do the same, but in a call centre, where a customer reaches
whoever is free, there is only one.) When all times are known, the talks are also cut into
stretches of time, and a fold trains only on what lies before the stretch that it tests.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from qa.errors import ModelError
from qa.scoring.satisfaction.talk import Talk

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows to learn from and rows to test on."""

    train: Rows
    test: Rows


def folds(
    talks: Sequence[Talk], rng: np.random.Generator, groups: int = 5, stretches: int = 2
) -> tuple[Fold, ...]:
    """The folds, at most `groups × stretches`; the first stretch of time is never tested.

    Args:
        talks: labelled talks. One without an agent is a group of its own.
        rng: deals the agents.
        groups: of agents.
        stretches: of time to test, when all times are known.

    Raises:
        ModelError: there are fewer than two agents, or nothing could be tested.
    """
    dealt = _dealt(talks, rng, groups)
    found = [
        Fold(train, test)
        for test, earlier in _tests(talks, dealt, groups, stretches)
        if len(train := _strangers(talks, dealt, test, earlier))
    ]
    if not found:
        raise ModelError(
            f"{len(talks)} labelled talks: no fold has other agents and customers to learn from "
            "→ take a longer period, or more agents"
        )
    return tuple(found)


def _dealt(talks: Sequence[Talk], rng: np.random.Generator, groups: int) -> Rows:
    """The group of each talk: the agent with most talks first, always into the smallest group."""
    of_agent: defaultdict[str, list[int]] = defaultdict(list)
    for row, talk in enumerate(talks):
        of_agent[f"agent {talk.agent_id}" if talk.agent_id else f"talk {row}"].append(row)
    agents = [of_agent[agent] for agent in sorted(of_agent)]
    rng.shuffle(agents)
    agents.sort(key=len, reverse=True)
    sizes, dealt = [0] * groups, np.zeros(len(talks), dtype=np.int64)
    for rows in agents:
        smallest = sizes.index(min(sizes))
        sizes[smallest] += len(rows)
        dealt[rows] = smallest
    return dealt


def _tests(
    talks: Sequence[Talk], dealt: Rows, groups: int, stretches: int
) -> Iterator[tuple[Rows, NDArray[np.bool_]]]:
    """Rows to test, and which talks lie before all of them."""
    times = [talk.started_at for talk in talks]
    known = [time.timestamp() for time in times if time is not None]
    if len(known) < len(times):
        for group in range(groups):
            if len(test := np.flatnonzero(dealt == group)):
                yield test, np.ones(len(talks), dtype=np.bool_)
        return
    at = np.array(known)
    cuts = [*np.quantile(at, np.arange(1, stretches + 1) / (stretches + 1)), np.inf]
    for start, end in pairwise(cuts):
        for group in range(groups):
            if len(test := np.flatnonzero((dealt == group) & (at >= start) & (at < end))):
                yield test, at < start


def _strangers(talks: Sequence[Talk], dealt: Rows, test: Rows, earlier: NDArray[np.bool_]) -> Rows:
    """Rows to learn from: earlier, of other agents and of customers who are not tested."""
    tested = {talks[row].customer_id for row in test} - {None}
    return np.array(
        [
            row
            for row in np.flatnonzero(earlier & (dealt != dealt[test[0]])).tolist()
            if talks[row].customer_id not in tested
        ],
        dtype=np.int64,
    )
