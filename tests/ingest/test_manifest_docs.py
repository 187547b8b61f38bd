"""docs/manifest.md names every column, and every message that a manifest can cause."""

import json
import re
from pathlib import Path

import pytest

from qa.call import MANIFEST_COLUMNS
from qa.errors import ManifestError
from qa.ingest import read_manifest

DOCS = (Path(__file__).parents[2] / "docs" / "manifest.md").read_text("utf-8")
GOOD = {
    "call_id": "c1",
    "recording": "a.wav",
    "started_at": "2026-03-02T09:30:00+08:00",
    "business_line": "inbound",
    "agent_id": "a007",
}
HEADER = ",".join(GOOD)
ROW = ",".join(GOOD.values())


def as_json(**cells: object) -> bytes:
    return json.dumps(GOOD | cells).encode()


MANIFESTS = {
    "empty cell": as_json(agent_id=""),
    "too long": as_json(call_id="x" * 200),
    "control character": as_json(team="\x07"),
    "time": as_json(started_at="?"),
    "date": as_json(agent_hired_on="?"),
    "seconds": as_json(hold_s="-1"),
    "channel": as_json(agent_channel="2"),
    "word": as_json(business_line="fax"),
    "contradiction": as_json() + b"\n" + as_json(agent_id="b"),
    "repeat": as_json() + b"\n" + as_json(),
    "quotes": f'{HEADER}\n"{ROW}'.encode(),
    "cells": f"{HEADER}\n{ROW},x".encode(),
    "json": as_json() + b"\nnonsense",
    "key twice": as_json() + b'\n{"a": 1, "a": 2}',
    "misspelt": as_json(satisfacton="none"),
    "no rows": HEADER.encode(),
    "empty": b"",
    "missing column": HEADER.replace("agent_id", "who").encode(),
    "no column": b"hello",
    "column twice": f"{HEADER},call_id".encode(),
    "header": f'"{HEADER}'.encode(),
    "excel": b"PK\x03\x04",
    "utf-16": HEADER.encode("utf-16"),
    "binary": b"\x01\x00\x02",
    "junk": b"\xff" * 99,
    "parquet": b"PAR1",
}


@pytest.mark.parametrize("column", MANIFEST_COLUMNS)
def test_every_column_is_documented(column: str) -> None:
    assert f"`{column}`" in DOCS


@pytest.mark.parametrize("name", MANIFESTS)
def test_every_message_is_explained(tmp_path: Path, name: str) -> None:
    path = tmp_path / "m.csv"
    path.write_bytes(MANIFESTS[name])
    try:
        manifest = read_manifest(str(path))
        (message, *_) = [*manifest.problems, *manifest.warnings]
    except ManifestError as error:
        message = error.problems[0]
    english = re.sub(r"^\d+ |\d+|'.*|: .*", "…", message.what.rpartition(" / ")[2])
    for words in filter(None, re.split(r"\s*…\s*", english)):
        assert words in DOCS, message


def test_the_examples_are_valid(tmp_path: Path) -> None:
    (csv,) = re.findall(r"```csv\n(.*?)```", DOCS, re.DOTALL)
    (lines,) = re.findall(r"```json\n(.*?)```", DOCS, re.DOTALL)
    for name, text, calls in (("m.csv", csv, 2), ("m.jsonl", lines, 1)):
        (tmp_path / name).write_text(text, "utf-8")
        manifest = read_manifest(str(tmp_path / name))
        assert (len(manifest.calls), manifest.problems, manifest.warnings) == (calls, (), ())
