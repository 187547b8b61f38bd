"""The folder of a trained model: what is in it, and proof that it is what was written.

    models/satisfaction-1f0c…/
        model.json      what it is: target, features, training window, counts, SHA-256 of the rest
        metrics.json    how good every candidate was
        reference.json  what calls of the training window were like, to notice change
        weights.skops   arrays and trees, read by skops with a list of allowed types

The name of the folder ends in the SHA-256 of model.json, so that nothing in it can change
unnoticed.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

import sklearn
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from qa.errors import ModelError
from qa.scoring.satisfaction import features, weights
from qa.scoring.satisfaction.drift import Reference
from qa.scoring.satisfaction.evaluate import Evaluation
from qa.scoring.satisfaction.labelled import Labelled
from qa.scoring.satisfaction.model import Candidate, Model
from qa.scoring.satisfaction.target import TargetName
from qa.scoring.satisfaction.training import Training

ABOUT, METRICS, WEIGHTS = "model.json", "metrics.json", "weights.skops"
REFERENCE = "reference.json"
FORMAT = 3
MAX_BYTES = 500_000_000
"""Of one file: a hundred times the weights of ten thousand calls."""
_DIGITS = 12


class About(BaseModel):
    """What a model says of itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = FORMAT
    target: TargetName
    """Name of the `Target`."""
    candidate: Candidate
    feature_version: str
    scikit_learn: str
    """Version that wrote the trees: another one may read them otherwise."""
    trained_from: AwareDatetime | None
    trained_until: AwareDatetime | None
    """First and last start of a training talk; None when times were unknown."""
    talks: int
    dissatisfied: int
    balances: Mapping[str, float]
    """By learner: how far the rarer class was weighted up, 0–1."""
    files: Mapping[str, str]
    """SHA-256 by file name."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A model with what is known about it."""

    model: Model
    about: About
    metrics: Mapping[Candidate, Evaluation]
    """Of every candidate, in cross-validation."""
    reference: Reference


def save(
    training: Training,
    labelled: Labelled,
    target: TargetName,
    reference: Reference,
    models_dir: Path,
) -> Saved:
    """Write a trained model into a folder of its own below `models_dir`.

    Raises:
        ModelError: the folder cannot be written.
    """
    metrics = {name: asdict(each) for name, each in training.evaluations.items()}
    files = {
        METRICS: (json.dumps(metrics, ensure_ascii=False, indent=1) + "\n").encode(),
        REFERENCE: (reference.model_dump_json(indent=1) + "\n").encode(),
        WEIGHTS: weights.dump(training.model),
    }
    about = _about(training, labelled, target, files)
    files[ABOUT] = (about.model_dump_json(indent=1) + "\n").encode()
    name = f"{target}-{_sha(files[ABOUT])[:_DIGITS]}"
    try:
        folder = models_dir / name
        folder.mkdir(parents=True, exist_ok=True)
        for file, data in files.items():
            (folder / file).write_bytes(data)
    except OSError as error:
        raise ModelError(
            f"model {name}: cannot write below {models_dir}: {error} → free space or choose "
            "another folder with EARMARK_MODELS_DIR"
        ) from error
    return Saved(replace(training.model, name=name), about, training.evaluations, reference)


def load(name: str, models_dir: Path) -> Saved:
    """Read a model folder; every byte is checked before anything is built from it.

    Raises:
        ModelError: it is not there, was tampered with or damaged, or was written for other
            features or by another scikit-learn.
    """
    folder = models_dir / name
    described = _read(folder / ABOUT)
    if not name.endswith(f"-{_sha(described)[:_DIGITS]}"):
        raise _changed(folder / ABOUT)
    about = _parsed(described, folder / ABOUT)
    _check_versions(about, folder)
    content = {}
    for file in (METRICS, REFERENCE, WEIGHTS):
        content[file] = _read(folder / file)
        if _sha(content[file]) != about.files.get(file):
            raise _changed(folder / file)
    metrics = {
        Candidate(key): Evaluation(**each) for key, each in json.loads(content[METRICS]).items()
    }
    reference = Reference.model_validate_json(content[REFERENCE])
    model = weights.load(content[WEIGHTS], about.candidate)
    return Saved(replace(model, name=name), about, metrics, reference)


def _about(
    training: Training, labelled: Labelled, target: TargetName, files: Mapping[str, bytes]
) -> About:
    times = [talk.started_at for talk in labelled.talks if talk.started_at is not None]
    return About(
        target=target,
        candidate=training.model.candidate,
        feature_version=features.version(),
        scikit_learn=sklearn.__version__,
        trained_from=min(times, default=None),
        trained_until=max(times, default=None),
        talks=len(labelled.talks),
        dissatisfied=int(labelled.truth.sum()),
        balances=training.balances,
        files={file: _sha(data) for file, data in files.items()},
    )


def _parsed(data: bytes, path: Path) -> About:
    try:
        return About.model_validate_json(data)
    except ValidationError as error:
        raise ModelError(
            f"{path}: not a description of a model that this version reads "
            f"({error.error_count()} problems) → train the model again"
        ) from error


def _check_versions(about: About, folder: Path) -> None:
    theirs = (about.format, about.feature_version, _series(about.scikit_learn))
    ours = (FORMAT, features.version(), _series(sklearn.__version__))
    for what, their, our in zip(("format", "features", "scikit-learn"), theirs, ours, strict=True):
        if their != our:
            raise ModelError(
                f"{folder}: written with {what} {their}, this program has {our} → train the "
                "model again"
            )


def _series(version: str) -> str:
    """1.7.2 → 1.7: trees are laid out alike within it."""
    return ".".join(version.split(".")[:2])


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ModelError(f"{path}: larger than {MAX_BYTES:,} bytes → train the model again")
        return path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"{path}: cannot be read: {error.strerror} → restore it or train again"
        ) from error


def _changed(path: Path) -> ModelError:
    return ModelError(
        f"{path}: was changed after the model was written → restore it or train the model again"
    )


def _sha(data: bytes) -> str:
    return sha256(data).hexdigest()
