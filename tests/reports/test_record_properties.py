"""Whatever the pipeline can make, its export is valid."""

import csv
import io
import json

import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st
from judged_strategies import judged_calls, texts
from test_record import validate

from qa.reports.export import write_csv, write_jsonl, write_parquet
from qa.reports.flat import ALL_COLUMNS, COLUMNS
from qa.scoring.values import JudgedCall, PlanKind, Review

reviews = st.builds(Review, st.sampled_from(PlanKind), st.lists(texts, max_size=2).map(tuple))


@settings(deadline=None)
@given(judged_calls, reviews)
def test_any_call_makes_a_valid_record(judged: JudgedCall, review: Review) -> None:
    out = io.BytesIO()
    write_jsonl([(judged, review)], out)
    assert out.getvalue().count(b"\n") == 1
    validate(json.loads(out.getvalue()))


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(judged_calls, reviews), max_size=3))
def test_any_calls_make_rows_that_read_back(calls: list[tuple[JudgedCall, Review]]) -> None:
    out = io.BytesIO()
    assert write_csv(calls, out) == len(calls)
    reader = csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline=""))
    rows = list(reader)
    assert len(rows) == len(calls)
    assert all(set(row) == set(COLUMNS) for row in rows)
    assert not any(
        cell.startswith(("=", "+", "@", "\t", "\r")) for row in rows for cell in row.values()
    )
    out = io.BytesIO()
    assert write_parquet(calls, out) == len(calls)
    assert pq.read_table(out).column_names == list(ALL_COLUMNS)
