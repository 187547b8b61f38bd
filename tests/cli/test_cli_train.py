"""`qa train` and `qa models`: from a store of ratings to a model in force, and back."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from rated_calls import fill

from qa.store import open_store, upgrade

Run = Callable[..., Result]
PNG = b"\x89PNG\r\n"


@pytest.fixture(scope="module")
def rated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database of 500 calls, every other one rated."""
    url = f"sqlite:///{tmp_path_factory.mktemp('rated') / 'calls.db'}"
    upgrade(url)
    with closing(open_store(url)) as store:
        fill(store, 500, customers=500)
    return url


@pytest.mark.slow
def test_train_evaluate_and_go_back(run: Run, rated: str) -> None:
    result = run("train", "satisfaction", "--db", rated)
    assert result.exit_code == 0, result.output
    assert "已启用" in result.output
    assert "stacked" in result.output
    (folder,) = Path("models").glob("satisfaction-*")
    listed = json.loads(run("models", "list", "--json").stdout)
    (own,) = (each for each in listed if each["name"] == folder.name)
    assert (own["in_use"], own["state"]) == (True, "verified")

    measured = run("models", "evaluate", "satisfaction", "--db", rated)
    assert measured.exit_code == 0, measured.output
    for told in (folder.name, "rules only", "cold start", "inbound", "rated", "0.0–0.1"):
        assert told in measured.output
    assert (folder / "reliability.png").read_bytes().startswith(PNG)
    as_json = run("models", "evaluate", "satisfaction", "--db", rated, "--json", "--plot", "r.png")
    figures = json.loads(as_json.stdout)["figures"]
    assert figures[folder.name]["average_precision"] > figures["rules only"]["average_precision"]
    assert Path("r.png").read_bytes().startswith(PNG)

    assert run("models", "deactivate", "satisfaction").exit_code == 0
    (own,) = (
        each
        for each in json.loads(run("models", "list", "--json").stdout)
        if each["name"] == folder.name
    )
    assert not own["in_use"]
    assert run("models", "activate", folder.name).exit_code == 0
    (folder / "weights.skops").write_bytes(b"evil")
    broken = run("models", "evaluate", "satisfaction", "--db", rated)
    assert broken.exit_code == 2
    assert "was changed" in broken.output
    assert "unusable" in run("models", "list").output


def test_too_few_labels_are_a_clear_error(run: Run, url: str) -> None:
    result = run("train", "satisfaction", "--db", url)
    assert result.exit_code == 2
    assert "take a longer period" in result.output
    assert not Path("models").exists()


def test_nothing_learned_yet_is_measured_as_what_it_is(run: Run, rated: str) -> None:
    result = run("models", "evaluate", "satisfaction", "--db", rated)
    assert result.exit_code == 0, result.output
    assert "冷启动" in result.output
    assert not Path("models").exists()


@pytest.mark.parametrize("args", [("train", "happiness"), ("models", "activate", "../evil")])
def test_nonsense_is_refused(run: Run, args: tuple[str, ...]) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
