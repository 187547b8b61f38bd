"""Exports: every format reads back, none can hurt the reader's spreadsheet."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import BinaryIO

import hand_made
import pyarrow.parquet as pq
import pytest

from qa.reports.export import WRITERS, write_csv, write_jsonl, write_parquet
from qa.reports.flat import ALL_COLUMNS, COLUMNS
from qa.reports.record import call_record
from qa.scoring.values import JudgedCall, PlanKind, Review

CALLS = [
    (hand_made.done(), hand_made.MANDATORY),
    (hand_made.failed(), Review(PlanKind.NONE)),
    (hand_made.mono(), Review(PlanKind.RANDOM, ("random",))),
]


def rows_of_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_jsonl_is_one_call_record_a_line_with_chinese_as_it_is() -> None:
    out = io.BytesIO()
    assert write_jsonl(CALLS, out) == 3
    lines = out.getvalue().decode().splitlines()
    assert "承诺收益" in lines[0]
    expected = [json.loads(json.dumps(call_record(*call))) for call in CALLS]
    assert [json.loads(line) for line in lines] == expected


def test_csv_opens_in_excel_as_utf_8() -> None:
    out = io.BytesIO()
    assert write_csv(CALLS, out) == 3
    assert out.getvalue().startswith(b"\xef\xbb\xbfcall_id,")
    done, failed, mono = rows_of_csv(out.getvalue())
    assert list(done) == list(COLUMNS)
    assert done["agent_name"] == "李晓红"
    assert done["verdicts_fail"] == "TALK-PROMISE TALK-DEAD-AIR"
    assert done["verdicts_undetermined"] == "TALK-RATE"
    assert done["fatal"] == "TALK-PROMISE"
    assert done["why"] == "TALK-PROMISE: 坐席承诺收益\nTALK-DEAD-AIR: 静音 10.5 秒,无人说明"
    assert (done["dead_air_count"], done["interruption_count"]) == ("1", "1")
    assert done["review_reasons"] == "fatal dissatisfied"
    assert (failed["status"], failed["error_kind"]) == ("failed", "recording_unreadable")
    assert failed["metrics_agent_talk_s"] == ""
    assert mono["metrics_interruptions_by_agent"] == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_text_that_a_spreadsheet_would_run_is_neutralised(start: str) -> None:
    call = replace(hand_made.call(), customer_name=start + "cmd|' /C calc'!A0")
    out = io.BytesIO()
    write_csv([(replace(hand_made.done(), call=call), hand_made.MANDATORY)], out)
    (row,) = rows_of_csv(out.getvalue())
    assert row["customer_name"] == "'" + start + "cmd|' /C calc'!A0"
    assert row["metrics_agent_level_dbfs"] == "-21.5"


def test_parquet_keeps_types_and_the_nested_parts() -> None:
    out = io.BytesIO()
    assert write_parquet(CALLS, out) == 3
    table = pq.read_table(out)
    assert table.column_names == list(ALL_COLUMNS)
    done, failed, _ = table.to_pylist()
    assert done["metrics_agent_talk_s"] == 7.2
    assert done["customer_name"] == hand_made.call().customer_name
    assert done["score_fatal"] is True
    assert json.loads(done["turns_json"])[0]["raw_text"] == "您好,公号七号为您服务。"
    assert failed["score_total"] is None
    assert json.loads(failed["turns_json"]) == []


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_no_calls_make_a_valid_empty_export(
    writer: Callable[[list[tuple[JudgedCall, Review]], BinaryIO], int],
) -> None:
    out = io.BytesIO()
    assert writer([], out) == 0
    if writer is write_parquet:
        assert pq.read_table(out).num_rows == 0
    elif writer is write_csv:
        assert rows_of_csv(out.getvalue()) == []
    else:
        assert out.getvalue() == b""


class Nowhere(io.RawIOBase):
    """Counts the bytes it takes and keeps none."""

    size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        taken = len(memoryview(data))  # type: ignore[arg-type]
        self.size += taken
        return taken


@pytest.mark.parametrize("name", ["jsonl", "csv"])
def test_a_call_is_written_before_the_next_one_is_read(name: str) -> None:
    out = Nowhere()
    sizes = []

    def calls() -> Iterator[tuple[JudgedCall, Review]]:
        for _ in range(20):
            sizes.append(out.size)
            yield CALLS[0]

    WRITERS[name](calls(), out)  # type: ignore[arg-type]
    growth = {after - before for before, after in pairwise([*sizes[1:], out.size])}
    assert len(growth) == 1
    assert growth.pop() > 500


def test_parquet_is_written_in_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.reports.export._ROWS_A_GROUP", 2)
    out = io.BytesIO()
    write_parquet(CALLS, out)
    assert pq.ParquetFile(out).metadata.num_row_groups == 2
