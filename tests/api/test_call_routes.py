"""The routes behind the page of a call, as a browser uses them."""

from collections.abc import Mapping
from typing import Any

import httpx2 as httpx
import pytest
from browsing import SITE, Clock, SignInAs
from judged_calls import FATAL_RULE, HUMAN, judged, put
from starlette.testclient import TestClient

from qa.api import Workbench
from qa.errors import StoreError
from qa.people import UserRole
from qa.store.account_values import AuditFilter

CALL = "/api/calls/call-0"
HEADERS = {**SITE, "X-Earmark": "1"}
ANSWERS = {each.code: {"points": each.points, "na": False, "comment": ""} for each in HUMAN}
FIRST, RULE = HUMAN[0].code, "OPEN-GREETING"


@pytest.fixture
def inspector(bench: Workbench, sign_in_as: SignInAs) -> TestClient:
    """A browser, and a call with a fatal fault, planned."""
    put(bench.store, [judged(0, [FATAL_RULE])])
    return sign_in_as(UserRole.INSPECTOR)


def send(client: TestClient, method: str, path: str, body: object = None) -> httpx.Response:
    answer: httpx.Response = client.request(method, path, json=body, headers=HEADERS)
    return answer


def error(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def page(client: TestClient) -> Mapping[str, Any]:
    found: Mapping[str, Any] = client.get(CALL).json()
    return found


def draft(revision: int, **more: object) -> dict[str, object]:
    return {"revision": revision, "answers": ANSWERS, "comment": "", **more}


def test_a_call_is_claimed_judged_scored_and_submitted(inspector: TestClient) -> None:
    claimed = send(inspector, "POST", "/api/queue/next", {"filter": {"buckets": "mandatory"}})
    assert claimed.json() == {"call_id": "call-0"}
    assert page(inspector)["claim"]["by"] == "inspector"
    reason = {"code": FATAL_RULE, "outcome": "overturned", "true_state": "pass", "reason": "听错"}
    decided = send(inspector, "POST", f"{CALL}/decisions", reason).json()
    assert decided == {"code": FATAL_RULE, "outcome": "overturned", "total": 100.0}
    saved = send(inspector, "PUT", f"{CALL}/draft", draft(0)).json()
    assert saved == {"revision": 1, "total": 100.0, "mine": True}
    submitted = send(inspector, "POST", f"{CALL}/submit", {"revision": 1}).json()
    assert submitted == {"total": 100.0, "version": 2, "next": None}
    seen = page(inspector)
    assert seen["readonly"]
    assert [each["kind"] for each in seen["versions"]] == ["machine", "human"]
    assert send(inspector, "POST", "/api/queue/next", {}).status_code == 204


def test_a_finished_evaluation_is_opened_again_with_a_reason(inspector: TestClient) -> None:
    send(inspector, "POST", f"{CALL}/decisions", {"code": FATAL_RULE, "outcome": "confirmed"})
    send(inspector, "PUT", f"{CALL}/draft", draft(0))
    send(inspector, "POST", f"{CALL}/submit", {"revision": 1})
    assert error(send(inspector, "POST", f"{CALL}/reopen", {"why": " "})) == (422, "invalid")
    assert send(inspector, "POST", f"{CALL}/reopen", {"why": "漏听"}).json() == {"revision": 1}
    assert not page(inspector)["readonly"]


def test_a_decision_is_taken_back(inspector: TestClient) -> None:
    send(inspector, "POST", f"{CALL}/decisions", {"code": FATAL_RULE, "outcome": "cannot_judge"})
    taken = send(inspector, "DELETE", f"{CALL}/decisions/{FATAL_RULE}")
    assert (taken.status_code, taken.json()["outcome"]) == (200, None)
    verdict = next(each for each in page(inspector)["verdicts"] if each["code"] == FATAL_RULE)
    assert verdict["decision"] is None


def test_what_is_missing_is_named_and_the_draft_stays(inspector: TestClient) -> None:
    few = draft(0, answers={FIRST: ANSWERS[FIRST]}, comment="<script>")
    assert send(inspector, "PUT", f"{CALL}/draft", few).status_code == 200
    refused = send(inspector, "POST", f"{CALL}/submit", {"revision": 1})
    assert error(refused) == (422, "incomplete")
    assert FATAL_RULE in refused.json()["error"]["message_zh"]
    assert page(inspector)["draft"]["comment"] == "<script>"


def test_two_windows_do_not_overwrite_each_other(inspector: TestClient) -> None:
    send(inspector, "PUT", f"{CALL}/draft", draft(0, comment="一"))
    assert error(send(inspector, "PUT", f"{CALL}/draft", draft(0, comment="二"))) == (
        409,
        "conflict",
    )
    assert page(inspector)["draft"]["comment"] == "一"


def test_a_claim_that_expired_and_was_taken_is_told(
    inspector: TestClient, sign_in_as: SignInAs, clock: Clock, bench: Workbench
) -> None:
    send(inspector, "POST", "/api/queue/next", {})
    send(inspector, "PUT", f"{CALL}/draft", draft(0))
    clock.pass_by(seconds=bench.settings.review.claim_idle_s + 1)
    manager = sign_in_as(UserRole.MANAGER)
    assert send(manager, "POST", "/api/queue/next", {}).json() == {"call_id": "call-0"}
    again = sign_in_as(UserRole.INSPECTOR)
    assert error(send(again, "POST", f"{CALL}/submit", {"revision": 1})) == (409, "claim_lost")
    assert send(again, "PUT", f"{CALL}/draft", draft(1, comment="还在")).json()["mine"] is False
    assert page(again)["draft"]["comment"] == "还在"


def test_a_call_is_handed_back(inspector: TestClient) -> None:
    send(inspector, "POST", "/api/queue/next", {})
    assert send(inspector, "POST", f"{CALL}/release").status_code == 204
    assert page(inspector)["claim"] is None


def test_what_was_heard_is_in_the_log_and_keeps_the_claim(
    inspector: TestClient, clock: Clock, bench: Workbench
) -> None:
    send(inspector, "POST", "/api/queue/next", {})
    before = page(inspector)["claim"]["until"]
    clock.pass_by(minutes=5)
    assert send(inspector, "POST", f"{CALL}/heard", {"spans": [[0, 2.5]]}).status_code == 204
    assert page(inspector)["claim"]["until"] > before
    (_, entry), *_ = bench.store.audit(AuditFilter(action="heard"), limit=5)
    assert (entry.call_id, entry.details) == ("call-0", {"spans": [[0.0, 2.5]]})


@pytest.mark.parametrize(
    ("method", "path", "body", "told"),
    [
        ("PUT", f"{CALL}/draft", {"revision": "0"}, (422, "wrong_shape")),
        ("PUT", f"{CALL}/draft", {"revision": -1, "answers": {}}, (422, "wrong_shape")),
        ("PUT", f"{CALL}/draft", [], (422, "wrong_shape")),
        ("PUT", f"{CALL}/draft", draft(0, answers={"NO": {"points": 1}}), (422, "invalid")),
        ("PUT", f"{CALL}/draft", draft(0, answers={FIRST: {"points": 1e9}}), (422, "invalid")),
        ("PUT", f"{CALL}/draft", draft(0, comment="长" * 400_000), (413, "too_large")),
        ("POST", f"{CALL}/decisions", {"code": "NO", "outcome": "confirmed"}, (404, "not_found")),
        ("POST", f"{CALL}/decisions", {"code": RULE, "outcome": "maybe"}, (422, "wrong_shape")),
        ("POST", f"{CALL}/decisions", {"code": RULE, "outcome": "overturned"}, (422, "invalid")),
        (
            "POST",
            f"{CALL}/decisions",
            {"code": RULE, "outcome": "overturned", "true_state": "pass", "reason": "x"},
            (422, "decision"),
        ),
        (
            "POST",
            f"{CALL}/decisions",
            {"code": RULE, "outcome": "confirmed", "seen": "fail"},
            (409, "conflict"),
        ),
        ("POST", f"{CALL}/submit", {"revision": 7}, (409, "conflict")),
        ("POST", f"{CALL}/reopen", {"why": "x"}, (422, "invalid")),
        ("POST", f"{CALL}/heard", {"spans": [[2, 1]]}, (422, "invalid")),
        ("POST", f"{CALL}/heard", {"spans": [[1]]}, (422, "wrong_shape")),
        ("POST", "/api/queue/next", {"filter": {"since": "yesterday"}}, (422, "invalid")),
        ("GET", "/api/calls/nothing", None, (404, "no_such_call")),
        ("GET", "/api/calls/a%00b", None, (404, "no_such_call")),
        ("POST", "/api/calls/nothing/submit", {"revision": 0}, (404, "no_such_call")),
    ],
)
def test_nonsense_is_refused_in_words(
    inspector: TestClient, method: str, path: str, body: object, told: tuple[int, str]
) -> None:
    answer = send(inspector, method, path, body)
    assert error(answer) == told
    assert "Traceback" not in answer.text


def test_only_json_of_this_site_is_taken(inspector: TestClient) -> None:
    plain = inspector.put(f"{CALL}/draft", content="{}", headers=HEADERS)
    assert error(plain) == (415, "wrong_type")
    broken = {**HEADERS, "Content-Type": "application/json"}
    assert error(inspector.put(f"{CALL}/draft", content="{", headers=broken)) == (400, "malformed")
    for headers in ({"X-Earmark": "1"}, SITE, {**HEADERS, "Origin": "http://elsewhere.example"}):
        answer = inspector.post("/api/queue/next", json={}, headers=headers)
        assert error(answer) == (403, "cross_site")


def test_a_lost_database_is_told(
    inspector: TestClient, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(*_: object, **__: object) -> None:
        raise StoreError("the connection to the server was lost")

    monkeypatch.setattr(bench.store, "open_call", lose)
    assert error(send(inspector, "PUT", f"{CALL}/draft", draft(0))) == (503, "database")


def test_a_call_that_was_deleted_meanwhile_is_told(
    inspector: TestClient, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench.store, "open_call", lambda *_, **__: None)
    assert error(send(inspector, "PUT", f"{CALL}/draft", draft(0))) == (404, "no_such_call")
