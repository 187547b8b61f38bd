"""CSV, JSON Lines and Parquet, as programs and people write them."""

import csv
import io
import json
import random
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import ManifestError
from qa.ingest import Manifest, read_manifest

HEADER = "call_id,recording,started_at,business_line,agent_id,agent_name"


def line(call_id: str, name: str = "李娜") -> str:
    return f"{call_id},{call_id}.wav,2026-03-02T09:30:00+08:00,inbound,a007,{name}"


def read(folder: Path, data: bytes, name: str = "m.csv") -> Manifest:
    path = folder / name
    path.write_bytes(data)
    return read_manifest(str(path))


def ids(manifest: Manifest) -> list[str]:
    return [call.call_id for call in manifest.calls]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encoding_and_line_ends_are_recognised(tmp_path: Path, encoding: str, end: str) -> None:
    text = end.join([HEADER, line("c1", "欧阳娜娜"), line("c2", "张三丰")])
    manifest = read(tmp_path, text.encode(encoding))
    assert [call.agent_name for call in manifest.calls] == ["欧阳娜娜", "张三丰"]
    assert manifest.problems == ()


def test_one_damaged_row_in_utf8_does_not_stop_the_others(tmp_path: Path) -> None:
    text = "\n".join([HEADER, line("c1"), line("c2", "张X丰"), line("c3")]).encode()
    manifest = read(tmp_path, text.replace(b"X", b"\xff"))
    assert ids(manifest) == ["c1", "c3"]
    (problem,) = manifest.problems
    assert problem.place == "m.csv 第3行 agent_name"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_spreadsheets_separate_as_their_country_does(tmp_path: Path, separator: str) -> None:
    text = "\n".join([HEADER, line("c1")]).replace(",", separator)
    assert ids(read(tmp_path, text.encode())) == ["c1"]


def test_header_names_are_trimmed_and_case_does_not_matter(tmp_path: Path) -> None:
    header = " Call_ID ,RECORDING,Started At,business-line,Agent_Id,agent_name"
    manifest = read(tmp_path, f"{header}\n{line('c1')}".encode())
    assert ids(manifest) == ["c1"]
    assert manifest.warnings == ()


def test_rows_are_numbered_as_an_editor_shows_them(tmp_path: Path) -> None:
    text = "\n".join(
        [
            HEADER,
            "",
            line("c1"),
            ",,,,,",
            line("c2", '"两\n行"'),
            line("bad").replace("inbound", "x"),
        ]
    )
    manifest = read(tmp_path, text.encode())
    assert ids(manifest) == ["c1"]
    assert [problem.place for problem in manifest.problems] == [
        "m.csv 第5行 agent_name",
        "m.csv 第7行 business_line",
    ]


def test_a_stray_quotation_mark_costs_its_own_row_only(tmp_path: Path) -> None:
    text = "\n".join([HEADER, line("c1"), line("c2", '"张三'), line("c3"), line("c4", '李"四"')])
    manifest = read(tmp_path, text.encode())
    assert ids(manifest) == ["c1", "c3", "c4"]
    (problem,) = manifest.problems
    assert problem.place == "m.csv 第3行"
    assert "引号" in problem.what


def test_two_stray_marks_do_not_swallow_what_lies_between(tmp_path: Path) -> None:
    text = "\n".join([HEADER, line("c1", '"张三'), line("c2"), line("c3", '李四"'), line("c4")])
    manifest = read(tmp_path, text.encode())
    assert "c2" in ids(manifest)
    assert "c4" in ids(manifest)
    assert {problem.place for problem in manifest.problems} >= {"m.csv 第2行"}


def test_a_row_cut_short_is_not_taken_for_a_row_with_empty_cells(tmp_path: Path) -> None:
    text = "\n".join([HEADER, line("c1"), line("c2")[:-12]])
    manifest = read(tmp_path, text.encode())
    assert ids(manifest) == ["c1"]
    (problem,) = manifest.problems
    assert (problem.place, "6 列" in problem.what) == ("m.csv 第3行", True)


def test_extra_cells_are_harmless_only_when_empty(tmp_path: Path) -> None:
    text = "\n".join([HEADER, line("c1") + ",,", line("c2") + ",x"])
    manifest = read(tmp_path, text.encode())
    assert ids(manifest) == ["c1"]
    assert manifest.problems[0].place == "m.csv 第3行"


def test_a_column_without_a_name_is_kept(tmp_path: Path) -> None:
    text = f"{HEADER},,备注\n{line('c1')},孤单,有\n"
    (call,) = read(tmp_path, text.encode()).calls
    assert dict(call.attributes) == {"column_7": "孤单", "备注": "有"}


@pytest.mark.parametrize("data", [b"", b"  \n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_says_so(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(ManifestError, match=r"m\.csv"):
        read(tmp_path, data)


def test_a_header_without_rows_is_a_night_without_calls(tmp_path: Path) -> None:
    manifest = read(tmp_path, HEADER.encode())
    assert manifest.calls == ()
    assert "no calls" in manifest.warnings[0].what


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"PK\x03\x04" + b"x" * 50, "Excel"),
        (HEADER.encode("utf-16"), "UTF-16"),
        (random.Random(1).randbytes(4096), "二进制"),
        (bytes(random.Random(2).choices(range(128, 256), k=4096)), r"m\.csv"),
        ("甲乙丙丁\n".encode("cp1252", "replace") + b"\xff\xfe\xfd" * 99, "不是文本"),
        (b"PAR1" + b"x" * 50, "Parquet"),
        (b"hello world, this is not a manifest", "call_id、recording"),
        (HEADER.replace("agent_id", "call_id").encode(), "call_id 出现了 2 次"),
    ],
)
def test_what_is_no_manifest_is_refused_with_a_reason(
    tmp_path: Path, data: bytes, word: str
) -> None:
    with pytest.raises(ManifestError, match=word):
        read(tmp_path, data)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_but_never_break(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    prefix = HEADER.encode() + b"\n"
    for content in (data, prefix + data):
        with suppress(ManifestError):
            read(tmp_path_factory.mktemp("m"), content)


@given(st.lists(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=12), max_size=8))
def test_no_row_is_lost_whatever_the_names(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    """Each row becomes a call or a problem that names it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER.split(","))
    for at, name in enumerate(names):
        writer.writerow([*line(f"c{at}", "").split(",")[:-1], name])
    manifest = read(tmp_path_factory.mktemp("m"), out.getvalue().encode())
    assert ids(manifest) == [f"c{at}" for at in range(len(names))]
    assert [call.agent_name or "" for call in manifest.calls] == [name.strip() for name in names]


def test_a_bad_json_line_costs_that_line(tmp_path: Path) -> None:
    good = dict(zip(HEADER.split(","), line("c1").split(","), strict=True))
    lines = [
        json.dumps(good),
        "{not json",
        '["a list"]',
        "",
        '{"call_id": "c2", "call_id": "c3"}',
        json.dumps(good | {"call_id": "c4"}),
    ]
    manifest = read(tmp_path, "\n".join(lines).encode(), "m.jsonl")
    assert ids(manifest) == ["c1", "c4"]
    assert [problem.place for problem in manifest.problems] == [
        "m.jsonl 第2行",
        "m.jsonl 第3行",
        "m.jsonl 第5行",
    ]
    assert "call_id" in manifest.problems[2].what


def test_typed_json_values_are_read_as_text(tmp_path: Path) -> None:
    good = dict(zip(HEADER.split(","), line("c1").split(","), strict=True))
    row = good | {"call_id": 17, "hold_s": 2.0, "vip": True, "tags": ["甲", 1], "none": None}
    (call,) = read(tmp_path, json.dumps(row).encode(), "m.jsonl").calls
    assert (call.call_id, call.hold_s) == ("17", 2.0)
    assert dict(call.attributes) == {"vip": "true", "tags": '["甲", 1]'}


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    table = pa.table(
        {
            "call_id": ["c1", "c2"],
            "recording": ["a.wav", "b.wav"],
            "started_at": pa.array(
                [datetime(2026, 3, 2, 1, 30, tzinfo=UTC)] * 2, pa.timestamp("ns", tz="UTC")
            ),
            "business_line": pa.array(["inbound", "callback"]).dictionary_encode(),
            "agent_id": pa.array([7, 8], pa.int64()),
            "agent_hired_on": [date(2025, 1, 1), None],
            "agent_channel": pa.array([1.0, float("nan")]),
            "分数": pa.array([1, None], pa.int32()),
        }
    )
    pq.write_table(table, tmp_path / "m.parquet")
    first, second = read_manifest(str(tmp_path / "m.parquet")).calls
    assert first.started_at == datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    assert (first.agent_id, first.agent_channel, first.agent_hired_on) == ("7", 1, date(2025, 1, 1))
    assert (second.business_line, second.agent_channel) == ("callback", None)
    assert (dict(first.attributes), dict(second.attributes)) == ({"分数": "1"}, {})


def test_the_content_decides_when_the_name_does_not(tmp_path: Path) -> None:
    good = dict(zip(HEADER.split(","), line("c1").split(","), strict=True))
    assert ids(read(tmp_path, json.dumps(good).encode(), "manifest.txt")) == ["c1"]
    assert ids(read(tmp_path, f"{HEADER}\n{line('c1')}".encode(), "manifest")) == ["c1"]
