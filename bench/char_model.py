"""The plain way to find dissatisfied dialogues: characters 1–4, TF-IDF a role, a linear model."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from qa.call import Role
from qa.scoring.satisfaction.learners import one_thread
from qa.scoring.satisfaction.talk import Talk

_ROLES = (Role.CUSTOMER, Role.AGENT)


@dataclass(frozen=True, slots=True)
class CharModel:
    """scikit-learn as its user guide shows it."""

    vectorizers: Sequence[TfidfVectorizer]
    linear: LogisticRegression

    @classmethod
    def fit(cls, talks: Sequence[Talk], dissatisfied: NDArray[np.bool_]) -> "CharModel":
        """Learn from yes and no; `C` and the smallest document frequency are its best of a few."""
        vectorizers = [
            TfidfVectorizer(analyzer="char", ngram_range=(1, 4), min_df=2, sublinear_tf=True).fit(
                _said(talks, role)
            )
            for role in _ROLES
        ]
        linear = LogisticRegression(C=10, max_iter=300)
        model = cls(vectorizers, linear)
        with one_thread():
            linear.fit(model._matrix(talks), dissatisfied)
        return model

    def probabilities(self, talks: Sequence[Talk]) -> NDArray[np.float64]:
        """Of being dissatisfied, a value a dialogue."""
        found: NDArray[np.float64] = self.linear.predict_proba(self._matrix(talks))[:, 1]
        return found

    def _matrix(self, talks: Sequence[Talk]) -> sp.csr_matrix:
        views = zip(self.vectorizers, _ROLES, strict=True)
        return sp.hstack([each.transform(_said(talks, role)) for each, role in views]).tocsr()


def _said(talks: Sequence[Talk], role: Role) -> list[str]:
    return ["\n".join(each.text for each in talk.said_by(role)) for talk in talks]
