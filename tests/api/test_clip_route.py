from pathlib import Path

import pytest
from browsing import SignInAs
from judged_calls import INSPECTOR, judged, put
from sounds import counting

from qa.api import Workbench
from qa.api.clips import clip_url
from qa.casebook import filing
from qa.people import UserRole
from qa.store.account_values import AuditFilter
from qa.store.remark_values import Quality


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return counting(tmp_path / "call.wav", 20)


@pytest.fixture
def case(bench: Workbench, recording: Path) -> int:
    put(bench.store, [judged(0, recording=str(recording), team="一组")])
    category = bench.store.categories()[0].key
    wanted = filing.Filing(start=5, end=8, quality=Quality.BAD, category=category)
    return filing.file_case(bench.desk, INSPECTOR, bench.now(), "call-0", wanted).key


@pytest.mark.parametrize("role", [UserRole.TRAINER, UserRole.LEAD])
def test_a_clip_comes_by_range_and_hearing_is_noted(
    sign_in_as: SignInAs, bench: Workbench, case: int, role: UserRole
) -> None:
    client = sign_in_as(role)
    whole = client.get(clip_url(case))
    assert (whole.status_code, whole.headers["content-type"]) == (200, "audio/mpeg")
    assert whole.headers["cache-control"] == "no-store"
    part = client.get(clip_url(case), headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, whole.content[100:200])
    assert client.get(clip_url(case), headers={"Range": "bytes=9999999-"}).status_code == 416
    log = bench.store.audit(AuditFilter(action="heard"), limit=9)
    assert [(each.who, each.call_id, each.subject) for _, each in log] == [
        (role.value, "call-0", f"case {case}")
    ]


def test_a_lead_of_another_team_gets_nothing(
    sign_in_as: SignInAs, bench: Workbench, recording: Path
) -> None:
    put(bench.store, [judged(1, recording=str(recording), team="二组")])
    category = bench.store.categories()[0].key
    wanted = filing.Filing(start=5, end=8, quality=Quality.BAD, category=category)
    key = filing.file_case(bench.desk, INSPECTOR, bench.now(), "call-1", wanted).key
    assert sign_in_as(UserRole.LEAD).get(clip_url(key)).status_code == 404
    assert bench.store.audit(AuditFilter(action="heard"), limit=9) == []


@pytest.mark.parametrize("name", ["0", "-1", "1.5", "x", "9" * 30, "１"])
def test_no_case_is_told(sign_in_as: SignInAs, case: int, name: str) -> None:
    answer = sign_in_as(UserRole.MANAGER).get(f"/api/cases/{name}/audio")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_a_recording_that_is_gone_or_shorter_is_told_honestly(
    sign_in_as: SignInAs, case: int, recording: Path
) -> None:
    client = sign_in_as(UserRole.MANAGER)
    counting(recording, 2)
    assert client.get(clip_url(case)).json()["error"]["code"] == "recording_unreadable"
    recording.unlink()
    answer = client.get(clip_url(case))
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "recording_missing")
    assert str(recording) not in answer.text
