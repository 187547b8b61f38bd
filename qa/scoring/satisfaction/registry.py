"""Which model is active for which target: `models/registry.json`.

A new model becomes active by itself only if it is not worse than what is in force, on the same
calls, which neither has seen; a person may choose another.
"""

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from qa.errors import ModelError
from qa.scoring.satisfaction import folder
from qa.scoring.satisfaction.comparison import Comparison, HeldOut, compare
from qa.scoring.satisfaction.folder import Saved
from qa.scoring.satisfaction.target import TargetName

FILE = "registry.json"


class Registry(BaseModel):
    """The file's content."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = 1
    active: Mapping[TargetName, str] = {}
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


def active(target: TargetName, models_dir: Path) -> Saved | None:
    """The active model of a target; None before the first training.

    Raises:
        ModelError: the registry or the model's folder cannot be trusted.
    """
    name = Registry.read(models_dir).active.get(target)
    return None if name is None else folder.load(name, models_dir)


def activate(name: str, models_dir: Path) -> Saved:
    """Make a model the active one of its target, whatever was active before.

    Raises:
        ModelError: there is no such model, it cannot be trusted, or the registry cannot be
            written.
    """
    saved = folder.load(name, models_dir)
    registry = Registry.read(models_dir)
    chosen = {**registry.active, saved.about.target: name}
    registry.model_copy(update={"active": chosen}).write(models_dir)
    return saved


def challenge(new: Saved, held_out: HeldOut, models_dir: Path, budget: float = 0.1) -> Comparison:
    """Make a new model the active one, unless that would be a step back.

    Args:
        new: just trained and saved.
        held_out: labelled calls that it has not seen.
        models_dir: where models and registry lie.
        budget: share of the calls that people can hear.

    Raises:
        ModelError: the registry cannot be read or written.
    """
    rival, unreadable = None, ""
    try:
        rival = active(new.about.target, models_dir)
    except ModelError as error:
        Registry.read(models_dir)
        unreadable = str(error)
    found = compare(new, rival, held_out, budget, unreadable)
    if found.better(new.model.name):
        activate(new.model.name, models_dir)
    return found


def deactivate(target: TargetName, models_dir: Path) -> None:
    """Go back to the cold start.

    Raises:
        ModelError: the registry cannot be read or written.
    """
    registry = Registry.read(models_dir)
    left = {each: name for each, name in registry.active.items() if each != target}
    registry.model_copy(update={"active": left}).write(models_dir)


def names(models_dir: Path) -> list[str]:
    """Every model folder there is, in order of name."""
    found = models_dir.glob(f"*-*/{folder.ABOUT}")
    return sorted(each.parent.name for each in found)
