import pytest
from browsing import Clock, SignInAs
from starlette.testclient import TestClient

from qa.api import Workbench
from qa.api.gate import is_open
from qa.errors import StoreError
from qa.people import UserRole

HTML = {"Accept": "text/html"}
STREAMLITS = (
    "/",
    "/queue",
    "/media/0a1b.csv",
    "/_stcore/upload_file/1/2",
    "/_stcore/metrics",
    "/component/player/index.js",
    "/app/static/x.png",
    "/sign-in/other",
    "/Sign-In",
    "/api",
    "/healthz/",
)


@pytest.mark.parametrize("path", STREAMLITS)
def test_who_is_signed_out_sees_nothing_of_streamlits(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 401
    visit = client.get(path, headers=HTML)
    assert visit.status_code == 303
    assert visit.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("path", STREAMLITS)
def test_who_is_signed_in_sees_them(sign_in_as: SignInAs, path: str) -> None:
    assert sign_in_as(UserRole.INSPECTOR).get(path).text == "a page"


def test_only_what_signing_in_needs_is_open() -> None:
    assert not any(is_open(path) for path in STREAMLITS)
    assert is_open("/static/js/index.js")
    assert is_open("/sign-in")


def test_the_way_on_is_kept_with_its_filters(client: TestClient) -> None:
    visit = client.get("/queue?team=一组&flag=fatal", headers=HTML)
    assert visit.headers["location"] == (
        "/sign-in?next=%2Fqueue%3Fteam%3D%25E4%25B8%2580%25E7%25BB%2584%26flag%3Dfatal"
    )


def test_a_link_on_another_site_asks_once_more_so_that_the_cookie_comes_along(
    client: TestClient,
) -> None:
    headers = {**HTML, "Sec-Fetch-Site": "cross-site"}
    page = client.get("/queue?a=1&b='\"<x>", headers=headers)
    assert page.status_code == 200
    assert 'http-equiv="refresh" content="0;url=/queue?a=1&amp;b=' in page.text
    assert "<x>" not in page.text


def test_a_session_that_is_over_is_asked_to_sign_in(sign_in_as: SignInAs, clock: Clock) -> None:
    client = sign_in_as(UserRole.INSPECTOR)
    clock.pass_by(minutes=31)
    assert client.get("/queue", headers=HTML).status_code == 303
    assert client.get("/api/calls/x/audio").status_code == 401


def test_a_lost_database_shuts_the_gate_with_a_message(
    sign_in_as: SignInAs, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in_as(UserRole.INSPECTOR)

    def lose(*_: object) -> None:
        raise StoreError("x: the connection to the server was lost → check the server")

    monkeypatch.setattr(bench.store, "session", lose)
    page = client.get("/queue", headers=HTML)
    assert page.status_code == 503
    assert "数据库暂时不可用" in page.text
    data = client.get("/api/calls/x/audio")
    assert data.status_code == 503
    assert data.json()["error"]["code"] == "database"


def test_a_database_without_schema_is_told_by_healthz_too(
    bench: Workbench, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}

    def lose() -> None:
        raise StoreError("x: lost")

    monkeypatch.setattr(bench.store, "has_users", lose)
    assert client.get("/healthz").status_code == 503


def test_every_answer_says_that_it_is_not_to_be_framed_or_guessed_at(client: TestClient) -> None:
    for path in ("/", "/healthz", "/sign-in", "/api/calls/x/audio"):
        headers = client.get(path).headers
        assert headers["x-frame-options"] in ("DENY", "SAMEORIGIN")
        assert headers["x-content-type-options"] == "nosniff"


def test_the_company_cookie_is_taken_to_where_it_is_exchanged(client: TestClient) -> None:
    client.cookies.set("_streamlit_user", "x")
    visit = client.get("/queue", headers=HTML)
    assert visit.headers["location"] == "/sign-in/company?next=%2Fqueue"
