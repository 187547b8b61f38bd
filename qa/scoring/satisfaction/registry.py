"""Which model is active for which target: `models/registry.json`.

A new model becomes active only if it is not worse than the active one on the same talks, which
neither has seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from qa.errors import ModelError
from qa.scoring.satisfaction import folder
from qa.scoring.satisfaction.evaluate import Evaluation, evaluate
from qa.scoring.satisfaction.folder import Saved
from qa.scoring.satisfaction.training import Labelled

FILE = "registry.json"


class Registry(BaseModel):
    """The file's content."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = 1
    active: Mapping[str, str] = {}
    """Target → name of the model folder."""

    @classmethod
    def read(cls, models_dir: Path) -> "Registry":
        """The registry of a models folder; empty before the first training.

        Raises:
            ModelError: the file cannot be read or is no registry.
        """
        path = models_dir / FILE
        try:
            return cls.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return cls()
        except (OSError, ValidationError) as error:
            raise ModelError(
                f"{path}: no registry that this version reads → restore it, or delete it and "
                "train again"
            ) from error

    def write(self, models_dir: Path) -> None:
        """Replace the file in one step.

        Raises:
            ModelError: it cannot be written.
        """
        path = models_dir / FILE
        scratch = path.with_suffix(".new")
        try:
            scratch.write_text(self.model_dump_json(indent=1) + "\n", encoding="utf-8")
            scratch.replace(path)
        except OSError as error:
            raise ModelError(f"{path}: cannot be written: {error} → free space") from error


@dataclass(frozen=True, slots=True)
class Comparison:
    """The new model and the active one on the same talks."""

    new: Evaluation
    active: Evaluation | None
    """None when there was none, or one that this program cannot read any more."""
    unreadable: str = ""
    """Why the active model could not be compared."""

    @property
    def activated(self) -> bool:
        """Whether the new one is at least as good, by average precision."""
        return self.active is None or self.new.average_precision >= self.active.average_precision


def active(target: str, models_dir: Path) -> Saved | None:
    """The active model of a target; None before the first training.

    Raises:
        ModelError: the registry or the model's folder cannot be trusted.
    """
    name = Registry.read(models_dir).active.get(target)
    return None if name is None else folder.load(name, models_dir)


def activate(saved: Saved, held_out: Labelled, models_dir: Path, budget: float = 0.1) -> Comparison:
    """Make a saved model the active one, unless that would be a step back.

    Args:
        saved: the new model.
        held_out: labelled talks after its training window and the active one's, with
            strangers to both.
        models_dir: where both lie.
        budget: share of talks that people can hear.

    Raises:
        ModelError: the registry cannot be read or written, or all held-out talks are of one
            kind.
    """
    registry = Registry.read(models_dir)
    before, unreadable = None, ""
    if name := registry.active.get(saved.about.target):
        try:
            before = folder.load(name, models_dir)
        except ModelError as error:
            unreadable = str(error)
    found = Comparison(
        _on(saved, held_out, budget),
        None if before is None else _on(before, held_out, budget),
        unreadable,
    )
    if found.activated:
        chosen = {**registry.active, saved.about.target: saved.model.name}
        registry.model_copy(update={"active": chosen}).write(models_dir)
    return found


def _on(saved: Saved, held_out: Labelled, budget: float) -> Evaluation:
    probability = saved.model.probabilities(held_out.features)
    return evaluate(held_out.truth, probability, budget)
