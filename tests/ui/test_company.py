"""The company's own sign-in, with the cookie that Streamlit makes after a provider's answer.

No provider takes part: what Streamlit does with one is Streamlit's to test. Its own functions
sign the cookie here, so a version that signs differently fails these tests.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from people_made import add
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from qa.accounts.sessions import COOKIE
from qa.api import Workbench, routes
from qa.people import UserRole
from qa.ui import company
from qa.ui.company import streamlit_company

SECRETS = """\
[auth]
redirect_uri = "http://testserver/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "earmark"
client_secret = "s"
server_metadata_url = "http://127.0.0.1:1/.well-known/openid-configuration"
"""
NAMED = {
    "is_logged_in": True,
    "origin": "http://testserver",
    "email": "Li@example.com",
    "email_verified": True,
}


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text(SECRETS)
    monkeypatch.chdir(tmp_path)
    secrets_singleton._reset()
    yield
    secrets_singleton._reset()


@pytest.fixture
def client(bench: Workbench) -> TestClient:
    add(bench.store, bench.passwords, UserRole.INSPECTOR, email="li@example.com")
    app = Starlette(routes=routes(bench, company=streamlit_company()))
    return TestClient(app, follow_redirects=False)


def come_back(client: TestClient, **changed: object):  # type: ignore[no-untyped-def]
    text = json.dumps(NAMED | changed)
    signed = create_signed_value(get_cookie_secret(), USER_COOKIE_NAME, text)
    client.cookies.set(USER_COOKIE_NAME, signed.decode())
    return client.get("/sign-in/company?next=/queue")


@pytest.mark.usefixtures("configured")
def test_the_cookie_is_exchanged_for_a_session_once(client: TestClient, bench: Workbench) -> None:
    response = come_back(client)
    assert response.headers["location"] == "/queue"
    person = bench.person_with(client.cookies[COOKIE])
    assert person is not None
    assert person.username == "inspector"
    forgotten = f'{USER_COOKIE_NAME}=""; expires='
    assert any(each.startswith(forgotten) for each in response.headers.get_list("set-cookie"))


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize(
    "changed",
    [
        {"email": "stranger@example.com"},
        {"email": None},
        {"email_verified": False},
        {"is_logged_in": False},
        {"origin": "http://other.example"},
    ],
)
def test_who_is_not_vouched_for_stays_out(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, changed: dict[str, object]
) -> None:
    monkeypatch.setattr(company, "encode_provider_token", lambda _: "token")
    response = come_back(client, **changed)
    assert COOKIE not in client.cookies
    assert response.status_code == 401 or response.headers["location"].startswith("/auth/login")


@pytest.mark.usefixtures("configured")
def test_a_cookie_that_was_tampered_with_is_nobodys(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(company, "encode_provider_token", lambda _: "to ken")
    forged = create_signed_value("another secret", USER_COOKIE_NAME, json.dumps(NAMED))
    client.cookies.set(USER_COOKIE_NAME, forged.decode())
    response = client.get("/sign-in/company")
    assert response.headers["location"] == "/auth/login?provider=to%20ken"
    assert COOKIE not in client.cookies


@pytest.mark.usefixtures("configured")
def test_the_sign_in_page_shows_the_way_there(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(company, "encode_provider_token", lambda _: "token")
    assert 'href="/sign-in/company"' in client.get("/sign-in").text


def test_without_configuration_its_cookie_is_worth_nothing(client: TestClient) -> None:
    response = come_back(client)
    assert response.status_code == 401
    assert COOKIE not in client.cookies
    assert "公司账号" not in client.get("/sign-in").text
