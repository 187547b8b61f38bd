"""Every role at every route. A route that is added without an entry here fails the test."""

import pytest
from browsing import SignInAs
from starlette.routing import Route
from starlette.testclient import TestClient
from stored_calls import a_call

from qa.api import Workbench, routes
from qa.config import Settings
from qa.people import UserRole

EVERYBODY = "signed out too"
HEARERS = "inspector lead trainer manager"
"""Agents hear what was published to them, and this call was not."""
JUDGES = "inspector manager"

ACCESS = {
    "GET /healthz": EVERYBODY,
    "GET /sign-in": EVERYBODY,
    "POST /sign-in": EVERYBODY,
    "GET /sign-in/company": EVERYBODY,
    "GET /sign-out": EVERYBODY,
    "POST /sign-out": EVERYBODY,
    "GET /setup": EVERYBODY,
    "POST /setup": EVERYBODY,
    "GET /api/calls/{call_id}/audio": HEARERS,
    "GET /api/calls/{call_id}/peaks": HEARERS,
    "GET /api/calls/{call_id}": HEARERS,
    "PUT /api/calls/{call_id}/draft": JUDGES,
    "POST /api/calls/{call_id}/decisions": JUDGES,
    "DELETE /api/calls/{call_id}/decisions/{code}": JUDGES,
    "POST /api/calls/{call_id}/submit": JUDGES,
    "POST /api/calls/{call_id}/reopen": JUDGES,
    "POST /api/calls/{call_id}/heard": HEARERS,
    "POST /api/calls/{call_id}/release": JUDGES,
    "POST /api/queue/next": JUDGES,
    "POST /api/calls/{call_id}/annotations": JUDGES,
    "PATCH /api/calls/{call_id}/annotations/{key}": JUDGES,
    "DELETE /api/calls/{call_id}/annotations/{key}": JUDGES,
    "POST /api/calls/{call_id}/corrections": JUDGES,
    "DELETE /api/calls/{call_id}/corrections/{key}": JUDGES,
    "POST /api/cases": "inspector trainer manager",
    "GET /api/cases/{case_id}/audio": HEARERS,
}
NAMED = {"{call_id}": "call-0", "{code}": "OPEN-GREETING", "{key}": "1", "{case_id}": "1"}
BODIES = {"POST /api/calls/{call_id}/heard": {"spans": []}}
"""What has to be sent so that the call itself is asked for; roles are checked before that."""
ALL = [route for route in routes(Workbench(Settings())) if isinstance(route, Route)]
DEEDS = [
    f"{method} {route.path}" for route in ALL for method in sorted({*route.methods} - {"HEAD"})
]
GUARDED = [deed for deed in DEEDS if ACCESS.get(deed) != EVERYBODY]


def ask(client: TestClient, deed: str) -> int:
    method, path = deed.split()
    headers = {"Origin": "http://testserver", "X-Earmark": "1"}
    for name, value in NAMED.items():
        path = path.replace(name, value)
    body = BODIES.get(deed)
    return client.request(method, path, headers=headers, json=body).status_code


def test_every_route_has_its_entry() -> None:
    assert sorted(DEEDS) == sorted(ACCESS)
    assert len(ALL) == len(routes(Workbench(Settings())))


@pytest.mark.parametrize("deed", GUARDED)
def test_who_is_signed_out_gets_nothing(client: TestClient, bench: Workbench, deed: str) -> None:
    bench.store.ingest([a_call(0, team="一组")])
    assert ask(client, deed) == 401


@pytest.mark.parametrize("deed", GUARDED)
@pytest.mark.parametrize("role", list(UserRole))
def test_every_role_at_every_route(
    sign_in_as: SignInAs, bench: Workbench, deed: str, role: UserRole
) -> None:
    bench.store.ingest([a_call(0, team="一组")])
    status = ask(sign_in_as(role), deed)
    if role.value in ACCESS[deed].split():
        assert status not in (401, 403)
    else:
        assert status == 403
