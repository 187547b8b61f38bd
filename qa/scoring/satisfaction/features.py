"""All features of talks, and the version that a trained model insists on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from qa.scoring.satisfaction import dense, text
from qa.scoring.satisfaction.grams import BITS
from qa.scoring.satisfaction.lexicon import WORDS
from qa.scoring.satisfaction.talk import Talk

_CALCULATION = 1
"""To be raised when a feature is calculated in another way under the same name."""


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of some talks, a row each."""

    counted: sp.csr_matrix
    """Of `text.counts`."""
    dense: NDArray[np.float64]
    """Of `dense.rows`."""

    @classmethod
    def of(cls, talks: Sequence[Talk]) -> "Features":
        """Everything that can be said of these talks; every row depends on its talk alone."""
        return cls(text.counts(talks), dense.rows(talks))

    @classmethod
    def joined(cls, parts: Sequence["Features"]) -> "Features":
        """Several lots as one; at least one."""
        return cls(
            sp.vstack([each.counted for each in parts], format="csr"),
            np.vstack([each.dense for each in parts]),
        )

    def __len__(self) -> int:
        return int(self.dense.shape[0])

    def rows(self, at: NDArray[np.int64]) -> "Features":
        """Some of the talks."""
        return Features(self.counted[at], self.dense[at])


@cache
def version() -> str:
    """Changes whenever a model trained on other features would misread these."""
    described = (_CALCULATION, BITS, text.VIEWS, dense.FEATURES, sorted(WORDS.items()))
    return f"{_CALCULATION}-{sha256(repr(described).encode()).hexdigest()[:12]}"
