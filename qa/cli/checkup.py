"""What `qa doctor` looks at: one small check each, none of which changes anything."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryFile

from qa import __version__
from qa.cli.rules import checked
from qa.config import Settings
from qa.config.describe import shown
from qa.config.machine import cores
from qa.errors import EarmarkError
from qa.store import schema_state
from qa.store.engine import file_of, parse
from qa.transcribe.weights import broken_files, known_models

PACKAGES = (
    *("alembic", "av", "click", "ctranslate2", "faster-whisper", "fsspec", "librosa", "opencc"),
    *("psycopg", "pyarrow", "pydantic", "pypinyin", "rich", "sqlmodel", "webrtcvad-wheels"),
)
DECODERS = {
    "pcm_alaw": "G.711 A-law",
    "pcm_mulaw": "G.711 µ-law",
    "pcm_s16le": "PCM",
    "adpcm_ms": "ADPCM",
    "gsm_ms": "GSM",
    "g729": "G.729",
    "amrnb": "AMR",
    "mp3": "MP3",
    "aac": "AAC in MP4",
    "opus": "Opus",
    "vorbis": "Vorbis",
    "flac": "FLAC",
}
"""FFmpeg's decoders for what call centres record with."""

_FREE_GB = 2.0
"""Weights take 0.15 GB, a day of 15,000 calls in the database about 1 GB."""
_WORKER_GB = 1.2
"""Memory of one worker at its peak, with the base weights."""


class Health(StrEnum):
    """What a check found."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check."""

    name: str
    health: Health
    detail: str
    fix: str = ""


def examine(settings: Settings) -> Iterator[Finding]:
    """All checks that need valid settings, in order of a run's needs."""
    for check in _CHECKS:
        try:
            yield from check(settings)
        except (EarmarkError, OSError) as error:
            yield Finding(check.__name__.strip("_"), Health.FAILED, str(error))


def _program(_: Settings) -> Iterator[Finding]:
    python = ".".join(map(str, sys.version_info[:3]))
    yield Finding("program", Health.OK, f"Earmark {__version__}, Python {python}")
    found, missing = [], []
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        fix = f"pip install {' '.join(missing)}"
        yield Finding("packages", Health.FAILED, f"missing: {', '.join(missing)}", fix)
    else:
        yield Finding("packages", Health.OK, ", ".join(found))


def _model(settings: Settings) -> Iterator[Finding]:
    name, folder = settings.recognition.model, settings.models_dir
    model = known_models().get(name)
    if model is None:
        health = Health.OK if (Path(name) / "model.bin").is_file() else Health.WARNING
        detail = f"{name}: a folder" if health is Health.OK else f"{name}: from the model hub"
        yield Finding("model", health, f"{detail}, not verified")
    elif broken := broken_files(model, folder / name):
        detail = f"{folder / name}: {'; '.join(broken)}"
        yield Finding("model", Health.FAILED, detail, f"qa models fetch {name}")
    else:
        yield Finding("model", Health.OK, f"{folder / name}: verified by SHA-256")


def _rulebooks(settings: Settings) -> Iterator[Finding]:
    versions, problems = checked(settings)
    if problems:
        detail = f"{len(problems)} problems, the first: {problems[0]}"
        yield Finding("rulebooks", Health.FAILED, detail, "qa rules check")
    else:
        yield Finding("rulebooks", Health.OK, ", ".join(versions))


def _database(settings: Settings) -> Iterator[Finding]:
    url = shown(settings.db_url)
    state = schema_state(settings.db_url)
    if state.ready:
        yield Finding("database", Health.OK, f"{url}: schema {state.head}")
    elif state.current is None:
        detail = f"{url}: empty or not there yet"
        yield Finding("database", Health.WARNING, detail, "qa db upgrade")
    else:
        detail = f"{url}: schema {state.current}, this program needs {state.head}"
        fix = "qa db upgrade" if state.known else "install the program that made it"
        yield Finding("database", Health.FAILED, detail, fix)


def _folders(settings: Settings) -> Iterator[Finding]:
    folders = {"models": settings.models_dir, "reports": Path()}
    if file := file_of(parse(settings.db_url)):
        folders["database"] = file.parent
    for use, folder in folders.items():
        at = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
        free_gb = shutil.disk_usage(at).free / 1e9
        detail = f"{folder.absolute()} for {use}: {free_gb:.1f} GB free"
        if refused := _refused(at):
            yield Finding("folder", Health.FAILED, f"{detail}, not writable: {refused}")
        elif free_gb < _FREE_GB:
            yield Finding("folder", Health.WARNING, detail, "free some space")
        else:
            yield Finding("folder", Health.OK, f"{detail}, writable")


def _refused(folder: Path) -> str:
    """Why nothing can be written to a folder; empty when it can.

    Tried with a file that never has a name: permissions alone do not tell for root, access
    lists or a read-only disk.
    """
    try:
        with TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return error.strerror or str(error)


def _machine(settings: Settings) -> Iterator[Finding]:
    workers = settings.workers or cores()
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    detail = f"{cores()} cores, {memory_gb:.1f} GB memory, {workers} workers"
    if workers * _WORKER_GB > memory_gb:
        fix = f"EARMARK_WORKERS={max(1, int(memory_gb / _WORKER_GB))}"
        yield Finding("machine", Health.WARNING, f"{detail} may need more memory", fix)
    else:
        yield Finding("machine", Health.OK, detail)


def _decoders(_: Settings) -> Iterator[Finding]:
    import av  # loads FFmpeg, which nothing else here needs

    missing = [what for name, what in DECODERS.items() if name not in av.codecs_available]
    if missing:
        detail = f"FFmpeg in PyAV {av.__version__} cannot decode {', '.join(missing)}"
        yield Finding("decoders", Health.WARNING, detail, "convert such recordings first")
    else:
        yield Finding(
            "decoders", Health.OK, f"PyAV {av.__version__}: {', '.join(DECODERS.values())}"
        )


_CHECKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    _program,
    _machine,
    _decoders,
    _model,
    _rulebooks,
    _database,
    _folders,
)
