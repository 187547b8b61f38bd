"""The version of the pipeline: what decides whether a result is still current.

It is the program's version and a hash of the settings and lexicons that change what is heard
or measured. How the work is done (threads, batches, device) changes no result worth a night's
work, and rulebooks and scorecards have versions of their own: a call judged by an older
rulebook keeps its verdicts, and its provenance names that rulebook.
"""

import hashlib
import json
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from qa import __version__
from qa.config import Settings

MANNER_OF_WORK = {"device", "cpu_threads", "batch_size"}
HASH_CHARACTERS = 8


def pipeline_version(settings: Settings) -> str:
    """Such as `0.1.0+5f2c9a1e`."""
    told = {
        "recognition": settings.recognition.model_dump(mode="json", exclude=MANNER_OF_WORK),
        "speech": settings.speech.model_dump(mode="json"),
        "turns": settings.turns.model_dump(mode="json"),
        "measures": settings.measures.model_dump(mode="json"),
    }
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode())
    for content in _lexicons(settings.lexicons_dir):
        digest.update(hashlib.sha256(content).digest())
    return f"{__version__}+{digest.hexdigest()[:HASH_CHARACTERS]}"


def _lexicons(own: Path | None) -> Iterator[bytes]:
    """The shipped lexicons, then the company's, each in the order of their names."""
    shipped = resources.files("qa.transcribe").joinpath("lexicons")
    for entry in sorted(shipped.iterdir(), key=lambda entry: entry.name):
        yield entry.read_bytes()
    for path in sorted(own.glob("*.txt")) if own else ():
        yield path.read_bytes()
