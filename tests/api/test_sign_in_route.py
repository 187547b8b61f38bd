import re

import pytest
from browsing import SITE, Clock
from people_made import PASSWORD, add
from starlette.testclient import TestClient

from qa.accounts.passwords import Passwords
from qa.accounts.sessions import COOKIE
from qa.accounts.throttle import FREE_PER_USER
from qa.api import Workbench
from qa.api.forms import MAX_BYTES
from qa.errors import StoreError
from qa.people import UserRole

Fields = dict[str, str]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(autouse=True)
def inspector(bench: Workbench, passwords: Passwords) -> None:
    add(bench.store, passwords, UserRole.INSPECTOR)


def enter(client: TestClient, password: str = PASSWORD, **more: str):  # type: ignore[no-untyped-def]
    fields = {"username": "inspector", "password": password, **more}
    return client.post("/sign-in", data=fields, headers=SITE)


def test_signing_in_sets_a_cookie_that_scripts_and_other_sites_do_not_get(
    client: TestClient,
) -> None:
    response = enter(client)
    assert response.status_code == 303
    assert response.headers["location"] == "/"
    cookie = response.headers["set-cookie"].lower()
    assert cookie.startswith(COOKIE)
    assert all(word in cookie for word in ("httponly", "samesite=strict", "path=/"))
    assert "secure" not in cookie
    assert client.get("/queue").text == "a page"


def test_over_https_the_cookie_is_secure(client: TestClient) -> None:
    client.base_url = "https://testserver"  # type: ignore[assignment]
    fields = {"username": "inspector", "password": PASSWORD}
    response = client.post("/sign-in", data=fields, headers={"Origin": "https://testserver"})
    assert "secure" in response.headers["set-cookie"].lower()


def test_a_planted_cookie_is_never_taken_over(client: TestClient) -> None:
    enter(client)
    planted = client.cookies[COOKIE]
    enter(client)
    fresh = client.cookies[COOKIE]
    assert fresh != planted
    client.cookies.clear()
    client.cookies.set(COOKIE, planted)
    assert client.get("/queue").status_code == 401


def test_signing_out_ends_the_session_itself(client: TestClient) -> None:
    enter(client)
    kept = client.cookies[COOKIE]
    response = client.post("/sign-out", headers=SITE)
    assert response.headers["location"] == "/sign-in?out=1"
    assert COOKIE not in client.cookies
    client.cookies.set(COOKIE, kept)
    assert client.get("/queue").status_code == 401


def test_signing_out_twice_or_never_having_been_in_is_no_error(client: TestClient) -> None:
    assert client.post("/sign-out", headers=SITE).status_code == 303


@pytest.mark.parametrize(
    ("asked", "gone_to"),
    [
        ("/queue?line=inbound&team=一组", "/queue?line=inbound&team=%E4%B8%80%E7%BB%84"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x=y", "/"),
        ("", "/"),
    ],
)
def test_one_goes_on_to_places_of_this_site_only(
    client: TestClient, asked: str, gone_to: str
) -> None:
    assert enter(client, next=asked).headers["location"] == gone_to


def test_a_wrong_password_is_told_without_saying_which_was_wrong(client: TestClient) -> None:
    wrong = enter(client, "wrong password")
    unknown = enter(client, "wrong password", username="nobody")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace("inspector", "nobody") == unknown.text
    assert "用户名或密码不正确" in wrong.text
    assert "set-cookie" not in wrong.headers
    assert "wrong password" not in wrong.text.replace("wrong username or password", "")


def test_after_too_many_tries_the_answer_says_how_long_to_wait(
    client: TestClient, clock: Clock
) -> None:
    for _ in range(FREE_PER_USER):
        assert enter(client, "wrong password").status_code == 401
    refused = enter(client)
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "1"
    clock.pass_by(seconds=1)
    assert enter(client).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://testserver:8502"},
        {"Origin": "http://testserver.evil.example"},
        {**SITE, "Sec-Fetch-Site": "cross-site"},
        {**SITE, "Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/setup"])
def test_forms_of_other_sites_are_refused(
    client: TestClient, path: str, headers: dict[str, str]
) -> None:
    enter(client)
    fields = {"username": "inspector", "password": PASSWORD}
    refused = client.post(path, data=fields, headers=headers)
    assert refused.status_code == 403
    assert "set-cookie" not in refused.headers
    assert client.get("/queue").status_code == 200


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"x" * (MAX_BYTES + 1), FORM, 413),
        (b"username=a&password=" + b"x" * 10_000, FORM, 401),
        (b'{"username": "inspector"}', {"Content-Type": "application/json"}, 415),
        (b"", {"Content-Type": "multipart/form-data; boundary=x"}, 415),
        (b"", {}, 415),
        (b"username=\xff\xfe", FORM, 400),
        (b"username=%ff%fe&password=%00", FORM, 400),
        (b"&".join(b"a=1" for _ in range(100)), FORM, 400),
        (b"", FORM, 401),
        (b"username=a%00b&password=a%00b", FORM, 400),
        (b"username=inspector&username=x&password=%27%20OR%201%3D1", FORM, 401),
    ],
)
def test_bodies_that_no_browser_sends(
    client: TestClient, body: bytes, headers: dict[str, str], status: int
) -> None:
    response = client.post("/sign-in", content=body, headers={**SITE, **headers})
    assert response.status_code == status
    assert "<form" in response.text
    assert "Traceback" not in response.text


def test_a_body_without_declared_length_is_bounded_too(client: TestClient) -> None:
    def endless():  # type: ignore[no-untyped-def]
        for _ in range(10):
            yield b"a" * MAX_BYTES

    response = client.post("/sign-in", content=endless(), headers={**SITE, **FORM})
    assert response.status_code == 413


def test_what_was_typed_is_shown_as_text(client: TestClient) -> None:
    evil = '"><script>alert(1)</script>'
    response = enter(client, username=evil, next=evil)
    assert "<script" not in response.text
    assert "&quot;&gt;&lt;script&gt;" in response.text


def test_the_page_forbids_all_that_it_does_not_need(client: TestClient) -> None:
    response = client.get("/sign-in")
    policy = response.headers["content-security-policy"]
    for part in ("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'"):
        assert part in policy
    assert "unsafe" not in policy
    assert "<script" not in response.text
    assert response.headers["cache-control"] == "no-store"
    assert "公司账号" not in response.text


def test_every_input_has_a_label_and_chinese_comes_first(client: TestClient) -> None:
    text = client.get("/sign-in").text
    inputs = re.findall(r'<input id="(\w+)"', text)
    assert inputs == ["username", "password"]
    assert all(f'<label for="{name}">' in text for name in inputs)
    assert text.index("用户名") < text.index("Username")
    assert 'lang="zh-CN"' in text


def test_a_lost_database_is_told_on_the_page(
    client: TestClient, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(*_: object) -> None:
        raise StoreError("postgresql://u:***@h/d: the connection was lost → try again")

    monkeypatch.setattr(bench.store, "credentials", lose)
    response = enter(client)
    assert response.status_code == 503
    assert "数据库暂时不可用" in response.text
    assert "postgresql" not in response.text


def test_a_defect_shows_no_traceback(
    client: TestClient, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench.store, "credentials", lambda _: 1 / 0)
    response = enter(client)
    assert response.status_code == 500
    assert "ZeroDivision" not in response.text
