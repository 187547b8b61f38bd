"""Model folders: what was written is read back, and nothing else is."""

import json
import os
from functools import partial

import numpy as np
import pytest
import skops.io
from made_up_talks import labelled

from qa.errors import ModelError
from qa.scoring.satisfaction import features, folder, weights
from qa.scoring.satisfaction.comparison import COLD, HeldOut
from qa.scoring.satisfaction.drift import Reference
from qa.scoring.satisfaction.model import Candidate
from qa.scoring.satisfaction.registry import (
    Registry,
    activate,
    active,
    challenge,
    deactivate,
    names,
)
from qa.scoring.satisfaction.target import TargetName
from qa.scoring.satisfaction.training import train


@pytest.fixture(scope="module")
def made():
    return labelled(300)


@pytest.fixture(scope="module")
def training(made):
    return train(made, 0, (Candidate.STACKED,))


@pytest.fixture
def saved(training, made, tmp_path):
    return _saved(training, made, TargetName.SATISFACTION, tmp_path)


def test_what_was_saved_scores_the_same(saved, made, tmp_path):
    again = folder.load(saved.model.name, tmp_path)
    np.testing.assert_allclose(
        again.model.probabilities(made.features), saved.model.probabilities(made.features)
    )
    assert again.about == saved.about
    assert again.metrics == saved.metrics
    assert again.reference == saved.reference
    assert (again.about.talks, again.about.dissatisfied) == (300, int(made.truth.sum()))
    assert again.about.trained_from == made.talks[0].started_at


@pytest.mark.parametrize("file", [folder.ABOUT, folder.METRICS, folder.REFERENCE, folder.WEIGHTS])
def test_a_changed_byte_is_noticed(saved, tmp_path, file):
    path = tmp_path / saved.model.name / file
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(ModelError, match=rf"{file}: was changed"):
        folder.load(saved.model.name, tmp_path)


@pytest.mark.parametrize("file", [folder.ABOUT, folder.METRICS, folder.REFERENCE, folder.WEIGHTS])
def test_a_missing_file_is_named(saved, tmp_path, file):
    (tmp_path / saved.model.name / file).unlink()
    with pytest.raises(ModelError, match=rf"{file}: cannot be read"):
        folder.load(saved.model.name, tmp_path)


def _described_anew(saved, tmp_path, **changes):
    """The folder with another description, under the name that goes with it."""
    path = tmp_path / saved.model.name
    about = json.loads((path / folder.ABOUT).read_text()) | changes
    data = json.dumps(about).encode()
    (path / folder.ABOUT).write_bytes(data)
    name = f"satisfaction-{folder.sha256(data).hexdigest()[:12]}"
    path.rename(tmp_path / name)
    return name


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"format": 99}, "format 99"),
        ({"feature_version": "0-abc"}, "features 0-abc"),
        ({"scikit_learn": "0.1.2"}, r"scikit-learn 0\.1"),
        ({"surprise": 1}, "not a description"),
    ],
)
def test_another_version_is_refused(saved, tmp_path, changes, what):
    name = _described_anew(saved, tmp_path, **changes)
    with pytest.raises(ModelError, match=what):
        folder.load(name, tmp_path)


def test_a_type_that_is_not_allowed_is_never_built(saved, tmp_path):
    ran = tmp_path / "ran"
    evil = skops.io.dumps({"weights": partial(os.mkdir, str(ran))})
    (tmp_path / saved.model.name / folder.WEIGHTS).write_bytes(evil)
    files = dict(saved.about.files) | {folder.WEIGHTS: folder.sha256(evil).hexdigest()}
    name = _described_anew(saved, tmp_path, files=files)
    with pytest.raises(ModelError, match=r"not allowed: functools\.partial"):
        folder.load(name, tmp_path)
    assert not ran.exists()


def test_a_damaged_archive_is_a_clear_error():
    with pytest.raises(ModelError, match="cannot be read: BadZipFile"):
        weights.load(b"no archive", Candidate.TEXT)


def _rewritten(training, change):
    content = skops.io.loads(weights.dump(training.model), trusted=list(weights.TRUSTED))
    change(content)
    return skops.io.dumps(content)


def _loop(content):
    content["dense"]["trees"]._predictors[0][0].nodes["left"][0] = 0


def _far_column(content):
    content["dense"]["trees"]._predictors[0][0].nodes["feature_idx"][0] = 10_000


def _short(content):
    content["text"]["coefficients"] = content["text"]["coefficients"][:-1]


def _not_a_number(content):
    content["offset"] = float("nan")


def _no_text(content):
    del content["text"]


@pytest.mark.parametrize("change", [_loop, _far_column, _short, _not_a_number, _no_text])
def test_harmless_content_that_is_no_model_is_refused(training, change):
    with pytest.raises(ModelError, match="train the model again"):
        weights.load(_rewritten(training, change), Candidate.STACKED)


@pytest.fixture(scope="module")
def later():
    """Calls after the training, ranked by a cold start that knows nothing."""
    held_out = labelled(150, seed=5, day=9)
    return HeldOut(held_out, np.zeros(len(held_out.talks)))


def _saved(training, made, target, folder_of):
    reference = Reference.of(training.model.probabilities(made.features), made.features.dense)
    return folder.save(training, made, target, reference, folder_of)


def test_a_first_model_that_beats_the_cold_start_is_in_force(saved, later, tmp_path):
    assert active(TargetName.SATISFACTION, tmp_path) is None
    found = challenge(saved, later, tmp_path)
    assert found.better(saved.model.name)
    assert set(found.figures) == {saved.model.name, COLD}
    read = active(TargetName.SATISFACTION, tmp_path)
    assert read is not None
    assert read.model.name == saved.model.name


def test_a_first_model_that_does_not_beat_it_is_not(saved, later, tmp_path):
    omniscient = HeldOut(later.labelled, later.labelled.degree)
    assert not challenge(saved, omniscient, tmp_path).better(saved.model.name)
    assert active(TargetName.SATISFACTION, tmp_path) is None


def _worse(made, tmp_path):
    """A model that learned from labels turned round."""
    turned = type(made)(made.talks, made.features, 1 - made.degree)
    learned = train(turned, 0, (Candidate.TEXT,))
    return _saved(learned, turned, TargetName.SATISFACTION, tmp_path)


def test_a_worse_model_is_not_activated_but_a_better_one_is(saved, made, later, tmp_path):
    worse = _worse(made, tmp_path)
    activate(worse.model.name, tmp_path)
    better = challenge(saved, later, tmp_path)
    assert better.rival == worse.model.name
    assert Registry.read(tmp_path).active == {"satisfaction": saved.model.name}
    refused = challenge(worse, later, tmp_path)
    assert not refused.better(worse.model.name)
    assert Registry.read(tmp_path).active == {"satisfaction": saved.model.name}


def test_calls_that_the_model_in_force_has_learned_from_are_no_comparison(saved, made, tmp_path):
    worse = _worse(made, tmp_path)
    activate(worse.model.name, tmp_path)
    known = HeldOut(made, np.zeros(len(made.talks)))
    found = challenge(saved, known, tmp_path)
    assert (found.figures, found.calls) == ({}, 0)
    assert Registry.read(tmp_path).active == {"satisfaction": worse.model.name}


def test_a_person_may_choose_any_model_and_none(saved, made, tmp_path):
    worse = _worse(made, tmp_path)
    activate(worse.model.name, tmp_path)
    activate(saved.model.name, tmp_path)
    assert names(tmp_path) == sorted([worse.model.name, saved.model.name])
    deactivate(TargetName.SATISFACTION, tmp_path)
    assert active(TargetName.SATISFACTION, tmp_path) is None


def test_nothing_that_is_no_model_can_be_activated(saved, tmp_path):
    with pytest.raises(ModelError, match="cannot be read"):
        activate("satisfaction-000000000000", tmp_path)
    assert Registry.read(tmp_path).active == {}


def test_targets_have_active_models_of_their_own(saved, training, made, later, tmp_path):
    other = _saved(training, made, TargetName.COMPLAINT, tmp_path)
    challenge(saved, later, tmp_path)
    challenge(other, later, tmp_path)
    assert set(Registry.read(tmp_path).active) == {"satisfaction", "complaint"}


def test_an_active_model_that_cannot_be_read_is_replaced_and_said(saved, made, later, tmp_path):
    activate(_worse(made, tmp_path).model.name, tmp_path)
    (tmp_path / Registry.read(tmp_path).active["satisfaction"] / folder.WEIGHTS).unlink()
    found = challenge(saved, later, tmp_path)
    assert found.better(saved.model.name)
    assert "cannot be read" in found.unreadable


def test_a_damaged_registry_is_a_clear_error(tmp_path):
    (tmp_path / "registry.json").write_text("{")
    with pytest.raises(ModelError, match=r"registry\.json: no registry"):
        Registry.read(tmp_path)


def test_the_version_of_the_features_is_written(saved):
    assert saved.about.feature_version == features.version()
