"""The real recogniser, put together and loaded once for the whole session."""

from pathlib import Path

import pytest
from hypothesis import settings

from qa.config import Settings
from qa.transcribe.transcriber import Transcriber
from qa.transcribe.weights import fetch

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

MODELS = Path(__file__).parents[2] / "models"


@pytest.fixture(scope="session")
def real_settings() -> Settings:
    """The defaults, with the weights in the project's own folder, fetched when absent."""
    fetch(Settings().recognition.model, MODELS)
    return Settings(models_dir=MODELS)


@pytest.fixture(scope="session")
def transcriber(real_settings: Settings) -> Transcriber:
    return Transcriber(real_settings)
