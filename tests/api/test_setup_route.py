import pytest
from browsing import SITE, Clock
from people_made import PASSWORD, add
from starlette.testclient import TestClient

from qa.accounts.passwords import Passwords
from qa.accounts.setup_links import invite, offer_setup
from qa.api import Workbench
from qa.people import UserRole

GOOD = {"username": "admin", "display_name": "王主任", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def token(bench: Workbench) -> str:
    offered = offer_setup(bench.store, bench.now())
    assert offered is not None
    return offered


def use(client: TestClient, token: str, **changed: str):  # type: ignore[no-untyped-def]
    return client.post("/setup", data={"token": token, **GOOD, **changed}, headers=SITE)


def test_the_link_makes_an_administrator_who_can_sign_in(client: TestClient, token: str) -> None:
    page = client.get("/setup", params={"token": token})
    assert page.status_code == 200
    assert "首次设置" in page.text
    done = use(client, token)
    assert done.headers["location"] == "/sign-in?ready=1"
    entered = client.post(
        "/sign-in", data={"username": "admin", "password": PASSWORD}, headers=SITE
    )
    assert entered.status_code == 303


def test_looking_at_the_link_does_not_use_it_up(client: TestClient, token: str) -> None:
    for _ in range(3):
        assert client.get("/setup", params={"token": token}).status_code == 200


def test_a_used_an_old_and_an_invented_link_are_refused_alike(
    client: TestClient, bench: Workbench, token: str, clock: Clock
) -> None:
    second = offer_setup(bench.store, bench.now())
    assert second is not None
    use(client, token)
    pages = [client.get("/setup", params={"token": each}).text for each in (token, second, "x", "")]
    assert len(set(pages)) == 1
    assert "链接无效" in pages[0]
    assert use(client, second, username="second").status_code == 410
    assert [each.person.username for each in bench.store.accounts()] == ["admin"]


def test_a_link_grows_old(client: TestClient, token: str, clock: Clock) -> None:
    clock.pass_by(hours=2)
    assert client.get("/setup", params={"token": token}).status_code == 410
    assert use(client, token).status_code == 410


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"again": "something else 5"}, "不一致"),
        ({"password": "short", "again": "short"}, "10–128"),
        ({"username": "<b>"}, "用户名"),
        ({"username": "x'; DROP TABLE users;--"}, "用户名"),
    ],
)
def test_mistakes_are_told_and_what_was_typed_stays(
    client: TestClient, bench: Workbench, token: str, changed: dict[str, str], told: str
) -> None:
    response = use(client, token, **changed)
    assert response.status_code == 422
    assert told in response.text
    assert "王主任" in response.text
    assert PASSWORD not in response.text
    assert "<b>" not in response.text
    assert not bench.store.has_users()
    assert use(client, token).status_code == 303


def test_an_invitation_sets_a_password(
    client: TestClient, bench: Workbench, passwords: Passwords
) -> None:
    add(bench.store, passwords, UserRole.INSPECTOR)
    token = invite(bench.store, "cli", "inspector", bench.now())
    page = client.get("/setup", params={"token": token})
    assert "用户名" in page.text
    assert "inspector" in page.text
    assert 'name="display_name"' not in page.text
    assert use(client, token, password="another horse 7", again="another horse 7").is_redirect
    fields = {"username": "inspector", "password": "another horse 7"}
    assert client.post("/sign-in", data=fields, headers=SITE).status_code == 303
