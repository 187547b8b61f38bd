"""The stages name what is there: a renamed function must not vanish from the profile."""

import importlib

import pytest

from bench.stages import RECOGNITION, RUN_STAGES, WORKER_STAGES


@pytest.mark.parametrize("stage", [*WORKER_STAGES, *RUN_STAGES], ids=lambda stage: stage.place)
def test_every_stage_is_there(stage):
    module, _, path = stage.place.partition(":")
    found = importlib.import_module(module)
    for step in path.split("."):
        found = getattr(found, step)
    assert callable(found)


def test_recognition_is_made_of_stages():
    assert set(RECOGNITION) <= {stage.name for stage in WORKER_STAGES}
