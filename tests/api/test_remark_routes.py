"""The routes of annotations, corrections and cases."""

import pytest
from browsing import SignInAs
from judged_calls import FATAL_RULE, judged, put
from starlette.testclient import TestClient
from test_call_routes import CALL, error, page, send

from qa.api import Workbench
from qa.people import UserRole

NOTE = {"start": 1.0, "end": 2.0, "role": "agent", "text": "<b>抢话</b>", "tags": ["语气"]}


@pytest.fixture
def client(bench: Workbench, sign_in_as: SignInAs) -> TestClient:
    put(bench.store, [judged(0, [FATAL_RULE])])
    return sign_in_as(UserRole.INSPECTOR)


def test_an_annotation_is_made_changed_and_taken_away(client: TestClient) -> None:
    made = send(client, "POST", f"{CALL}/annotations", NOTE)
    assert made.status_code == 201
    place = f"{CALL}/annotations/{made.json()['id']}"
    change = {"text": "改过", "tags": [], "quality": "bad"}
    assert send(client, "PATCH", place, change).status_code == 204
    (shown,) = page(client)["annotations"]
    assert (shown["text"], shown["quality"], shown["start"]) == ("改过", "bad", 1.0)
    for _ in range(2):
        assert send(client, "DELETE", place).status_code == 204
    assert page(client)["annotations"] == []


def test_what_a_browser_sends_twice_is_kept_once(client: TestClient) -> None:
    for _ in range(2):
        send(client, "POST", f"{CALL}/annotations", NOTE)
        send(client, "POST", f"{CALL}/corrections", {"turn": 0, "start": 0, "end": 1, "text": "你"})
    assert len(page(client)["annotations"]) == 1
    assert len(page(client)["turns"][0]["corrections"]) == 1


def test_a_word_is_corrected_and_put_back(client: TestClient) -> None:
    words = {"turn": 0, "start": 0, "end": 1, "text": "你"}
    key = send(client, "POST", f"{CALL}/corrections", words).json()["id"]
    turn = page(client)["turns"][0]
    assert turn["text"].startswith("您")
    assert turn["corrections"][0]["text"] == "你"
    for _ in range(2):
        assert send(client, "DELETE", f"{CALL}/corrections/{key}").status_code == 204
    assert page(client)["turns"][0]["corrections"] == []


def test_a_remark_becomes_a_case_in_one_step(client: TestClient) -> None:
    note = send(client, "POST", f"{CALL}/annotations", NOTE).json()["id"]
    seen = page(client)
    case = {
        "call_id": "call-0",
        "annotation_id": str(note),
        "start": 1.0,
        "end": 2.0,
        "quality": "bad",
        "category": str(seen["categories"][0]["id"]),
        "tags": ["语气"],
        "lesson": "先听完",
        "better": "您先说",
    }
    first = send(client, "POST", "/api/cases", case)
    assert first.status_code == 201
    assert send(client, "POST", "/api/cases", case).json() == first.json()
    assert page(client)["annotations"][0]["case_id"] == first.json()["id"]


@pytest.mark.parametrize(
    ("method", "path", "body", "told"),
    [
        ("POST", f"{CALL}/annotations", {**NOTE, "end": 0.5}, (422, "invalid")),
        ("POST", f"{CALL}/annotations", {**NOTE, "quality": "so-so"}, (422, "wrong_shape")),
        ("PATCH", f"{CALL}/annotations/999", {"text": "x"}, (404, "not_found")),
        ("PATCH", f"{CALL}/annotations/x", {"text": "x"}, (422, "wrong_shape")),
        (
            "POST",
            f"{CALL}/corrections",
            {"turn": 99, "start": 0, "end": 1, "text": "x"},
            (422, "invalid"),
        ),
        (
            "POST",
            "/api/cases",
            {"call_id": "call-0", "start": 0, "end": 1, "quality": "bad", "category": 10**6},
            (422, "invalid"),
        ),
        (
            "POST",
            "/api/cases",
            {"call_id": "gone", "start": 0, "end": 1, "quality": "bad", "category": 1},
            (404, "no_such_call"),
        ),
    ],
)
def test_nonsense_about_remarks_is_refused_in_words(
    client: TestClient, method: str, path: str, body: object, told: tuple[int, str]
) -> None:
    assert error(send(client, method, path, body)) == told
