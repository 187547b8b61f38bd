"""`qa export calls`."""

import csv
import io
import json
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import Result

from qa.reports import export
from qa.store import CallFilter, open_store
from qa.store.account_values import AuditEntry, AuditFilter
from qa.store.remark_values import Reworded

Run = Callable[..., Result]


def ids(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return [json.loads(line)["call_id"] for line in result.stdout.splitlines()]


def test_jsonl_goes_to_standard_output_in_order_of_start(run: Run, url: str) -> None:
    result = run("export", "calls", "--db", url)
    assert ids(result) == ["C-1", "C-2", "C-3"]
    assert "3 calls exported" in result.stderr


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--call-id", "C-3", "--call-id", "C-1"), ["C-1", "C-3"]),
        (("--since", "2018-05-07T10:30:15"), ["C-2", "C-3"]),
        (("--until", "2018-05-07T10:30:15"), ["C-1"]),
        (("--since", "2018-05-07", "--until", "2018-05-07"), ["C-1", "C-2", "C-3"]),
        (("--since", "2018-05-08"), []),
        (("--until", "2018-05-06"), []),
        (("--since", "2018-05-07T02:30:15+00:00"), ["C-2", "C-3"]),
        (("--line", "inbound"), ["C-1", "C-2", "C-3"]),
        (("--line", "callback", "--line", "offsite"), []),
    ],
)
def test_calls_can_be_chosen(
    run: Run, url: str, options: tuple[str, ...], expected: list[str]
) -> None:
    assert ids(run("export", "calls", "--db", url, *options)) == expected


def test_a_day_is_a_day_of_the_configured_time_zone(run: Run, url: str) -> None:
    honolulu = {"EARMARK_TIMEZONE": "Pacific/Honolulu", "EARMARK_DB_URL": url}
    assert ids(run("export", "calls", "--since", "2018-05-07", **honolulu)) == []
    assert len(ids(run("export", "calls", "--until", "2018-05-06", **honolulu))) == 3


def test_csv_and_parquet_go_to_a_file(run: Run, url: str, folder: Path) -> None:
    args = ("export", "calls", "--db", url)
    assert run(*args, "--format", "csv", "--output", "calls.csv").exit_code == 0
    assert run(*args, "--format", "parquet", "--output", "calls.parquet").exit_code == 0
    text = Path("calls.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["call_id"] for row in rows] == ["C-1", "C-2", "C-3"]
    assert rows[0]["customer_name"].startswith("'=")
    assert pq.read_table("calls.parquet")["call_id"].to_pylist() == ["C-1", "C-2", "C-3"]
    assert sorted(path.suffix for path in folder.iterdir() if "calls." in path.name) == [
        ".csv",
        ".db",
        ".parquet",
    ]


def test_a_file_that_cannot_be_written_is_named(run: Run, url: str) -> None:
    result = run("export", "calls", "--db", url, "--output", "no/such/folder.jsonl")
    assert result.exit_code == 2
    assert "no/such/folder.jsonl: cannot be written" in result.stderr


def test_an_export_that_breaks_off_leaves_the_old_file(
    run: Run, url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disk_full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    Path("calls.jsonl").write_text("old")
    monkeypatch.setitem(export.WRITERS, "jsonl", disk_full)  # type: ignore[arg-type]
    result = run("export", "calls", "--db", url, "--output", "calls.jsonl")
    assert result.exit_code == 2
    assert "No space left" in result.stderr
    assert Path("calls.jsonl").read_text() == "old"
    assert not list(folder.glob(".*part"))


@pytest.mark.parametrize("moment", ["yesterday", "2018-13-01", ""])
def test_a_wrong_date_says_what_is_right(run: Run, url: str, moment: str) -> None:
    result = run("export", "calls", "--db", url, "--since", moment)
    assert result.exit_code == 2
    assert "2018-05-07T09:30" in result.stderr


def test_a_database_without_a_schema_is_refused_with_the_cure(run: Run) -> None:
    result = run("export", "calls", "--db", "sqlite:///none.db")
    assert result.exit_code == 2
    assert "qa db upgrade" in result.stderr


def test_corrected_turns_are_exported_and_the_log_knows(run: Run, url: str) -> None:
    with closing(open_store(url)) as store:
        (call, *_) = store.stream(CallFilter())
        heard = call[0].transcript
        assert heard is not None
        turn = heard.turns[0]
        words = Reworded(
            turn=0,
            start=0,
            end=1,
            original=turn.text[:1],
            text="您",
            turn_text=turn.text,
            turn_start=turn.start,
            turn_end=turn.end,
            role=turn.role,
        )
        now = datetime.now(UTC)
        store.correct(call[0].call.call_id, words, "li", now, AuditEntry(now, "li", "changed"))
    result = run("export", "corrections", "--db", url)
    (line,) = map(json.loads, result.stdout.splitlines())
    assert (line["original"], line["text"]) == (turn.text, "您" + turn.text[1:])
    assert "1 turns exported" in result.stderr
    assert not run("export", "corrections", "--until", "2018-01-01", "--db", url).stdout
    with closing(open_store(url)) as store:
        logged = store.audit(AuditFilter(action="exported"), limit=9)
    assert [each.details for _, each in logged] == [
        {"what": "corrections", "count": 0},
        {"what": "corrections", "count": 1},
    ]
    assert logged[0][1].who.startswith("cli:")
