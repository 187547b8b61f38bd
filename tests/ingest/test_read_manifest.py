"""What becomes of rows, whatever the format."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import fsspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.call import Direction, EndedBy, Satisfaction
from qa.errors import ManifestError
from qa.ingest import Manifest, read_manifest

GOOD = {
    "call_id": "c1",
    "recording": "a.wav",
    "started_at": "2026-03-02T09:30:00+08:00",
    "business_line": "inbound",
    "agent_id": "a007",
}


def manifest_of(folder: Path, *rows: dict[str, object], name: str = "night.jsonl") -> Manifest:
    path = folder / name
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return read_manifest(str(path))


def refusal(folder: Path, **cells: object) -> str:
    """The one problem of a row that is good but for these cells."""
    manifest = manifest_of(folder, {**GOOD, **cells})
    assert manifest.calls == ()
    (problem,) = manifest.problems
    return str(problem)


def test_a_full_row_becomes_a_call(tmp_path: Path) -> None:
    row = GOOD | {
        "agent_name": "李娜",
        "team": "一组",
        "skill_group": "交易",
        "agent_hired_on": "2025-12-01",
        "customer_id": "k1",
        "customer_name": "王先生",
        "customer_tier": "VIP",
        "direction": "in",
        "agent_channel": 1,
        "satisfaction": "不满意",
        "ended_by": "customer",
        "hold_s": 12.5,
        "queue_s": "3",
        "活动": "双十一",
    }
    (call,) = manifest_of(tmp_path, row).calls
    assert call.recording == str(tmp_path / "a.wav")
    assert call.started_at == datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    assert call.started_at.utcoffset() == timedelta(hours=8)
    assert call.agent_hired_on == date(2025, 12, 1)
    assert (call.direction, call.agent_channel) == (Direction.IN, 1)
    assert (call.satisfaction, call.ended_by) == (Satisfaction.DISSATISFIED, EndedBy.CUSTOMER)
    assert (call.hold_s, call.queue_s) == (12.5, 3.0)
    assert (call.customer_tier, call.agent_name) == ("VIP", "李娜")
    assert dict(call.attributes) == {"活动": "双十一"}


def test_empty_cells_mean_unknown(tmp_path: Path) -> None:
    (call,) = manifest_of(tmp_path, GOOD | {"team": "  ", "hold_s": None, "活动": ""}).calls
    assert call.team is None
    assert call.hold_s is None
    assert call.satisfaction is Satisfaction.NONE
    assert dict(call.attributes) == {}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("满意", "satisfied"),
        ("一般", "neutral"),
        ("不满意", "dissatisfied"),
        ("未评价", "none"),
        ("Satisfied", "satisfied"),
        ("", "none"),
    ],
)
def test_satisfaction_is_read_in_both_languages(tmp_path: Path, written: str, meant: str) -> None:
    (call,) = manifest_of(tmp_path, GOOD | {"satisfaction": written}).calls
    assert call.satisfaction == meant


def test_a_time_without_offset_is_company_time(tmp_path: Path) -> None:
    path = tmp_path / "night.jsonl"
    path.write_text(json.dumps(GOOD | {"started_at": "2026-03-02 09:30:00"}))
    (call,) = read_manifest(str(path), timezone=ZoneInfo("Europe/Berlin")).calls
    assert call.started_at == datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    (call,) = read_manifest(str(path)).calls
    assert call.started_at == datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@given(
    st.datetimes(datetime(1991, 1, 1), datetime(2099, 1, 1)),
    st.integers(-14 * 60, 14 * 60).map(lambda minutes: timedelta(minutes=minutes)),
)
def test_a_time_with_offset_is_that_instant(
    tmp_path_factory: pytest.TempPathFactory, naive: datetime, offset: timedelta
) -> None:
    from datetime import timezone

    instant = naive.replace(tzinfo=timezone(offset))
    folder = tmp_path_factory.mktemp("m")
    (call,) = manifest_of(folder, GOOD | {"started_at": instant.isoformat()}).calls
    assert call.started_at == instant
    assert call.started_at.utcoffset() == offset


@pytest.mark.parametrize(
    "written",
    ["昨天", "2026-13-01T00:00:00", "2026-03-02", "02/03/2026 10:00", "1970-01-01T00:00:00"],
)
def test_a_bad_time_shows_how_to_write_one(tmp_path: Path, written: str) -> None:
    message = refusal(tmp_path, started_at=written)
    assert message.startswith(f"night.jsonl 第1行 started_at: “{written}”")
    assert "2026-01-31T09:30:00+08:00" in message


@pytest.mark.parametrize("written", ["下周", "2026-02-30", "2026-03-01T12:00:00"])
def test_a_bad_date_is_refused(tmp_path: Path, written: str) -> None:
    assert "第1行 agent_hired_on" in refusal(tmp_path, agent_hired_on=written)


@pytest.mark.parametrize("written", ["-1", "-0.5", "很久", "nan", "inf", "1e999"])
def test_seconds_are_finite_and_not_negative(tmp_path: Path, written: str) -> None:
    assert f"第1行 hold_s: “{written}”" in refusal(tmp_path, hold_s=written)


@pytest.mark.parametrize("written", ["2", "-1", "左", "0.5", "01"])
def test_the_agent_channel_is_0_or_1(tmp_path: Path, written: str) -> None:
    assert "第1行 agent_channel" in refusal(tmp_path, agent_channel=written)


def test_an_unknown_line_lists_the_known_ones(tmp_path: Path) -> None:
    message = refusal(tmp_path, business_line="chat")
    assert "“chat”" in message
    for line in ("inbound", "callback", "offsite"):
        assert line in message


def test_the_configuration_adds_lines(tmp_path: Path) -> None:
    (tmp_path / "m.jsonl").write_text(json.dumps(GOOD | {"business_line": "chat"}))
    manifest = read_manifest(str(tmp_path / "m.jsonl"), extra_lines=["chat"])
    assert [call.business_line for call in manifest.calls] == ["chat"]


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("satisfaction", "很满意"),
        ("direction", "sideways"),
        ("ended_by", "nobody"),
        ("customer_tier", "钻石"),
    ],
)
def test_words_outside_the_list_are_refused(tmp_path: Path, column: str, written: str) -> None:
    message = refusal(tmp_path, **{column: written})
    assert f"第1行 {column}: “{written}”" in message
    assert "可用 / allowed" in message


@pytest.mark.parametrize("column", list(GOOD))
def test_a_required_cell_must_not_be_empty(tmp_path: Path, column: str) -> None:
    assert f"第1行 {column}: 不能为空" in refusal(tmp_path, **{column: "　"})


def test_ids_have_at_most_128_characters(tmp_path: Path) -> None:
    assert len(manifest_of(tmp_path, GOOD | {"call_id": "长" * 128}).calls) == 1
    message = refusal(tmp_path, call_id="长" * 129)
    assert "129" in message
    assert len(message) < 250, "a long value is not shown in full"


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x1b", "\n", "\ud800"])
def test_control_characters_are_refused_by_their_number(tmp_path: Path, char: str) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text(json.dumps(GOOD | {"agent_name": f"李{char}娜"}))
    (problem,) = read_manifest(str(path)).problems
    assert f"U+{ord(char):04X}" in str(problem)
    str(problem).encode()


def test_an_attribute_may_have_lines_but_no_nul(tmp_path: Path) -> None:
    (call,) = manifest_of(tmp_path, GOOD | {"备注": "一\n二"}).calls
    assert call.attributes["备注"] == "一\n二"
    assert "第1行 备注" in refusal(tmp_path, 备注="一\x00二")


def test_all_problems_are_reported_at_once_and_good_rows_go_on(tmp_path: Path) -> None:
    manifest = manifest_of(
        tmp_path,
        GOOD | {"call_id": "ok-1"},
        GOOD | {"call_id": "bad-1", "started_at": "?", "hold_s": "-1", "agent_channel": "7"},
        GOOD | {"call_id": "ok-2"},
        GOOD | {"call_id": "bad-2", "business_line": "fax"},
    )
    assert [call.call_id for call in manifest.calls] == ["ok-1", "ok-2"]
    assert [problem.place for problem in manifest.problems] == [
        "night.jsonl 第2行 started_at",
        "night.jsonl 第2行 agent_channel",
        "night.jsonl 第2行 hold_s",
        "night.jsonl 第4行 business_line",
    ]


def test_identical_rows_are_one_call_and_a_warning(tmp_path: Path) -> None:
    manifest = manifest_of(tmp_path, GOOD, GOOD | {"call_id": "c2"}, GOOD)
    assert [call.call_id for call in manifest.calls] == ["c1", "c2"]
    assert manifest.problems == ()
    (warning,) = manifest.warnings
    assert "第1行" in warning.place
    assert "第3行" in warning.what


def test_contradicting_rows_are_all_reported_and_none_is_taken(tmp_path: Path) -> None:
    manifest = manifest_of(
        tmp_path, GOOD, GOOD | {"call_id": "c2"}, GOOD | {"agent_id": "a008"}, GOOD
    )
    assert [call.call_id for call in manifest.calls] == ["c2"]
    assert [problem.place for problem in manifest.problems] == [
        f"night.jsonl 第{row}行 call_id" for row in (1, 3, 4)
    ]
    assert "第3行、第4行" in manifest.problems[0].what


def test_the_same_instant_in_another_offset_is_the_same_content(tmp_path: Path) -> None:
    manifest = manifest_of(tmp_path, GOOD, GOOD | {"started_at": "2026-03-02T01:30:00Z"})
    assert len(manifest.calls) == 1
    assert manifest.problems == ()


def test_a_column_that_looks_misspelt_is_kept_and_questioned(tmp_path: Path) -> None:
    manifest = manifest_of(tmp_path, GOOD | {"satisfacton": "满意", "活动": "双十一"})
    assert manifest.calls[0].attributes["satisfacton"] == "满意"
    (warning,) = manifest.warnings
    assert "satisfacton" in warning.what
    assert "satisfaction?" in warning.fix


def test_missing_columns_are_named_together_with_what_was_meant(tmp_path: Path) -> None:
    row = {key: value for key, value in GOOD.items() if key not in ("started_at", "agent_id")}
    with pytest.raises(ManifestError) as caught:
        manifest_of(tmp_path, row | {"strated_at": "2026-03-02T09:30:00"})
    first, second = map(str, caught.value.problems)
    assert "started_at" in first
    assert "strated_at" in first
    assert "agent_id" in second


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("/data/a.wav", "/data/a.wav"),
        ("s3://bucket/a.wav", "s3://bucket/a.wav"),
        ("file:///data/a.wav", "file:///data/a.wav"),
        ("夜班/a 1.wav", "{folder}/夜班/a 1.wav"),
    ],
)
def test_recordings_are_found_from_the_manifest(tmp_path: Path, written: str, meant: str) -> None:
    (call,) = manifest_of(tmp_path, GOOD | {"recording": written}).calls
    assert call.recording == meant.format(folder=tmp_path)


def test_a_manifest_given_by_relative_path_gives_absolute_recordings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest_of(tmp_path, GOOD)
    monkeypatch.chdir(tmp_path)
    (call,) = read_manifest("night.jsonl").calls
    assert call.recording == str(tmp_path / "a.wav")


def test_a_remote_manifest_points_beside_itself() -> None:
    store = fsspec.filesystem("memory")
    store.pipe_file("/night/m.jsonl", json.dumps(GOOD).encode())
    try:
        manifest = read_manifest("memory://night/m.jsonl")
    finally:
        store.rm("/night", recursive=True)
    assert manifest.source == "m.jsonl"
    assert manifest.calls[0].recording == "memory://night/a.wav"


def test_a_manifest_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="找不到"):
        read_manifest(str(tmp_path / "gone.csv"))
    with pytest.raises(ManifestError, match="找不到"):
        read_manifest("memory://gone/m.csv")
