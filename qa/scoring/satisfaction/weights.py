"""A model's numbers as bytes, and back without ever running what is in them.

skops builds only objects of types that it knows to be harmless or that are named here; a file
that asks for any other is refused before anything is built. What comes out is checked for its
shape, because a file may be harmless and still not be a model.
"""

from collections.abc import Mapping

import numpy as np
import skops.io
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from qa.errors import ModelError
from qa.scoring.satisfaction import dense, text
from qa.scoring.satisfaction.calibration import Calibration
from qa.scoring.satisfaction.grams import BITS
from qa.scoring.satisfaction.learners import BoostedDense, Learned, LinearText
from qa.scoring.satisfaction.model import Candidate, Model
from qa.scoring.satisfaction.text import Weighting

TRUSTED = ("sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",)
"""Types beyond skops' own list that may be built: the trees of gradient boosting, plain arrays."""


def dump(model: Model) -> bytes:
    """All numbers of a model."""
    content: dict[str, object] = {
        "weights": model.calibration.weights,
        "offset": model.calibration.offset,
    }
    for learned in model.learned:
        if isinstance(learned, LinearText):
            content["text"] = {
                "kept": learned.weighting.kept,
                "idf": learned.weighting.idf,
                "coefficients": learned.coefficients,
                "intercept": learned.intercept,
            }
        elif isinstance(learned, BoostedDense):
            content["dense"] = {
                "used": learned.used,
                "typical": learned.typical,
                "trees": learned.trees,
            }
    dumped: bytes = skops.io.dumps(content)
    return dumped


def load(data: bytes, candidate: Candidate) -> Model:
    """The model that `dump` wrote.

    Args:
        data: content of a weights file.
        candidate: what the file has to hold.

    Raises:
        ModelError: it holds types that are not allowed, is damaged, or is no such model.
    """
    try:
        unknown = sorted(set(skops.io.get_untrusted_types(data=data)) - set(TRUSTED))
        if unknown:
            raise ModelError(
                f"weights hold types that are not allowed: {', '.join(unknown)} → nothing was "
                "loaded; train the model again, and find out who changed the file"
            )
        content = skops.io.loads(data, trusted=list(TRUSTED))
        return _model(content, candidate)
    except ModelError:
        raise
    except Exception as error:  # a damaged archive fails anywhere within skops, zipfile and json
        raise ModelError(
            f"weights cannot be read: {type(error).__name__}: {error} → train the model again"
        ) from error


def _model(content: Mapping[str, Mapping[str, object]], candidate: Candidate) -> Model:
    readers = {LinearText: _linear_text, BoostedDense: _boosted_dense}
    learned = tuple(readers[learner](content) for learner in candidate.learners)
    calibration = Calibration(_floats(content["weights"], len(learned)), _number(content["offset"]))
    return Model(candidate, learned, calibration)


def _linear_text(content: Mapping[str, Mapping[str, object]]) -> Learned:
    found = content["text"]
    kept = _indices(found["kept"], len(text.VIEWS) << BITS)
    _require(bool((np.diff(kept) > 0).all()), "columns ascend")
    idf, coefficients = _floats(found["idf"], len(kept)), _floats(found["coefficients"], len(kept))
    weighting = Weighting(kept.astype(np.int32), idf.astype(np.float32))
    return LinearText(weighting, coefficients.astype(np.float32), _number(found["intercept"]))


def _boosted_dense(content: Mapping[str, Mapping[str, object]]) -> Learned:
    found = content["dense"]
    used = _indices(found["used"], len(dense.FEATURES))
    trees = found["trees"]
    if not isinstance(trees, HistGradientBoostingClassifier):
        raise ModelError("weights: the trees are of another kind → train the model again")
    _require(trees.n_features_in_ == len(used), "as many columns as the trees read")
    for tree in (tree for step in trees._predictors for tree in step):
        _check_tree(tree.nodes, len(used))
    return BoostedDense(used, _floats(found["typical"], len(used)), trees)


def _check_tree(nodes: NDArray[np.void], columns: int) -> None:
    """The compiled walk down a tree checks no bounds: children lie below, columns exist."""
    inner = nodes[nodes["is_leaf"] == 0]
    at = np.flatnonzero(nodes["is_leaf"] == 0)
    for child in (inner["left"].astype(np.int64), inner["right"].astype(np.int64)):
        _require(bool(((child > at) & (child < len(nodes))).all()), "trees without loops")
    _require(bool((inner["feature_idx"] < columns).all()), "trees on known columns")
    _require(len(nodes) > 0 and not inner["is_categorical"].any(), "trees on numbers")


def _indices(value: object, below: int) -> NDArray[np.int64]:
    found = np.asarray(value)
    _require(
        found.ndim == 1
        and np.issubdtype(found.dtype, np.integer)
        and bool(((found >= 0) & (found < below)).all()),
        f"column numbers below {below}",
    )
    return found.astype(np.int64)


def _floats(value: object, length: int) -> NDArray[np.float64]:
    found = np.asarray(value, dtype=np.float64)
    _require(found.shape == (length,) and bool(np.isfinite(found).all()), f"{length} numbers")
    return found


def _number(value: object) -> float:
    return float(_floats([value], 1)[0])


def _require(met: bool, what: str) -> None:
    if not met:
        raise ModelError(f"weights: {what} expected → train the model again")
