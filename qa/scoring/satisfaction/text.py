"""Features of the words: how often which runs of characters and syllables, by role.

Each view (a role, a unit, a part of the talk) is a block of columns of its own, so that 你好 of
the agent and 你好 of the customer are two features. Counts become TF-IDF (sublinear counts,
smoothed inverse document frequency, unit length a view: Salton & Buckley 1988).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from qa.call import Role
from qa.scoring.satisfaction.grams import BITS, Columns, Unit, codes, columns, units
from qa.scoring.satisfaction.talk import Talk

Floats = NDArray[np.float32]
MIN_TALKS = 3
"""Talks in which a run has to occur, or one talk in so many, whichever is more."""
ONE_IN = 5_000
_TALKS_AT_ONCE = 2_000
"""Weighing takes several times the memory of what is weighed."""


@dataclass(frozen=True, slots=True)
class View:
    """One way to look at the words of a talk."""

    role: Role
    unit: Unit
    lengths: tuple[int, ...] = (1, 2, 3, 4)
    """Of runs, in units."""
    ending: bool = False
    """Only the last third of the role's turns: how it ends counts for itself."""


VIEWS = (
    View(Role.CUSTOMER, Unit.CHARACTER),
    View(Role.AGENT, Unit.CHARACTER),
    View(Role.CUSTOMER, Unit.SOUND),
    View(Role.AGENT, Unit.SOUND),
    View(Role.CUSTOMER, Unit.WORD, (1, 2)),
    View(Role.AGENT, Unit.WORD, (1, 2)),
    View(Role.CUSTOMER, Unit.CHARACTER, (1, 2, 3), ending=True),
    View(Role.CUSTOMER, Unit.SOUND, (1, 2, 3), ending=True),
)


def turns_of(talk: Talk, view: View) -> list[int]:
    """Which utterances the view looks at."""
    turns = [at for at, each in enumerate(talk.utterances) if each.role is view.role]
    return turns[len(turns) * 2 // 3 :] if view.ending else turns


def words_of(talk: Talk, view: View) -> str:
    """What the view looks at, a line a turn."""
    return "\n".join(talk.utterances[at].text for at in turns_of(talk, view))


def places(of: Sequence[str], view: View) -> list[Columns]:
    """For each run length, the column of the run at each place of these units."""
    hashed = codes(of, view.unit)
    return [columns(hashed, length) for length in view.lengths]


def counts(talks: Sequence[Talk]) -> sp.csr_matrix:
    """How often each run occurs: a row a talk, `2 ** BITS` columns a view."""
    indices, values, ends = [], [], [0]
    for talk in talks:
        for number, view in enumerate(VIEWS):
            found = np.concatenate(places(units(words_of(talk, view), view.unit), view))
            column, count = np.unique(found, return_counts=True)
            indices.append(column + np.int32(number << BITS))
            values.append(count.astype(np.float32))
        ends.append(ends[-1] + sum(map(len, indices[-len(VIEWS) :])))
    joined = np.concatenate(indices) if indices else np.empty(0, dtype=np.int32)
    data = np.concatenate(values) if values else np.empty(0, dtype=np.float32)
    shape = (len(talks), len(VIEWS) << BITS)
    return sp.csr_matrix((data, joined, np.asarray(ends)), shape=shape)


@dataclass(frozen=True, slots=True)
class Weighting:
    """Which columns count, and how much: learned from the training talks alone."""

    kept: NDArray[np.int32]
    """Columns of `counts` that occur in enough talks, ascending."""
    idf: Floats

    @classmethod
    def learn(cls, counted: sp.csr_matrix) -> Self:
        """From counts; what is said in too few talks to learn from is dropped."""
        at_least = max(MIN_TALKS, counted.shape[0] // ONE_IN)
        in_talks = np.bincount(counted.indices, minlength=counted.shape[1])
        kept = np.flatnonzero(in_talks >= at_least).astype(np.int32)
        idf = np.log((1 + counted.shape[0]) / (1 + in_talks[kept])) + 1
        return cls(kept, idf.astype(np.float32))

    def apply(self, counted: sp.csr_matrix) -> sp.csr_matrix:
        """TF-IDF of the kept columns, unit length a view."""
        if counted.shape[0] <= _TALKS_AT_ONCE:
            return self._weighed(counted, self._looked_up)
        places = np.full(counted.shape[1], -1, dtype=np.int32)
        places[self.kept] = np.arange(len(self.kept), dtype=np.int32)
        lots = range(0, counted.shape[0], _TALKS_AT_ONCE)
        parts = (counted[start : start + _TALKS_AT_ONCE] for start in lots)
        return sp.vstack([self._weighed(part, places.take) for part in parts], format="csr")

    def _looked_up(self, columns: Columns) -> Columns:
        """Where the columns are among those kept; −1 of others. A table is quicker, if large."""
        at = np.minimum(np.searchsorted(self.kept, columns), max(0, len(self.kept) - 1))
        known = self.kept[at] == columns if len(self.kept) else np.zeros(len(columns), dtype=bool)
        return np.where(known, at, -1).astype(np.int32)

    def _weighed(self, counted: sp.csr_matrix, find: Callable[[Columns], Columns]) -> sp.csr_matrix:
        found = find(counted.indices)
        known = found >= 0
        column = found[known]
        value = (1 + np.log(counted.data[known])) * self.idf[column]
        row = np.repeat(np.arange(counted.shape[0]), np.diff(counted.indptr))[known]
        block = row * len(VIEWS) + (self.kept[column] >> BITS)
        value /= np.sqrt(np.bincount(block, value**2))[block]
        ends = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=counted.shape[0]))])
        shape = (counted.shape[0], len(self.kept))
        return sp.csr_matrix((value.astype(np.float32), column, ends), shape=shape)
