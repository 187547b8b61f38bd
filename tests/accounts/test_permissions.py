"""Every role against every action, against a table written a second time, by hand."""

from dataclasses import replace

import pytest
from people_made import AGENT_ID, TEAM, person
from stored_calls import a_call

from qa.accounts.permissions import (
    ALLOWED,
    Action,
    Scope,
    check,
    check_call,
    may,
    scope_of,
)
from qa.errors import Forbidden
from qa.people import UserRole

ROLES = ["inspector", "lead", "agent", "trainer", "manager", "admin"]
#                   i  l  a  t  m  d
TABLE = {
    "see_queue":       "1  0  0  0  1  0",
    "claim":           "1  0  0  0  1  0",
    "see_call":        "1  1  1  1  1  0",
    "hear":            "1  1  1  1  1  0",
    "judge":           "1  0  0  0  1  0",
    "annotate":        "1  0  0  0  1  0",
    "correct":         "1  0  0  0  1  0",
    "file_case":       "1  0  0  1  1  0",
    "see_casebook":    "1  1  0  1  1  0",
    "edit_cases":      "0  0  0  1  1  0",
    "edit_categories": "0  0  0  0  1  0",
    "export":          "0  0  0  1  1  0",
    "see_overview":    "1  1  0  1  1  0",
    "search_calls":    "1  1  0  1  1  0",
    "publish":         "0  0  0  0  1  0",
    "see_results":     "1  1  1  1  1  0",
    "acknowledge":     "0  0  1  0  0  0",
    "appeal":          "0  0  1  0  0  0",
    "comment_appeal":  "0  1  0  0  0  0",
    "decide_appeal":   "0  0  0  0  1  0",
    "manage_users":    "0  0  0  0  0  1",
    "see_audit":       "0  0  0  0  1  1",
}  # fmt: skip


def test_the_table_knows_every_role_and_action() -> None:
    assert set(TABLE) == {action.value for action in Action}
    assert set(ROLES) == {role.value for role in UserRole}
    assert set(ALLOWED) == set(UserRole)


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("role", list(UserRole))
def test_each_role_may_do_what_the_table_says(role: UserRole, action: Action) -> None:
    allowed = TABLE[action.value].split()[ROLES.index(role.value)] == "1"
    assert may(person(role), action) is allowed
    if allowed:
        check(person(role), action)
    else:
        with pytest.raises(Forbidden, match=action.value):
            check(person(role), action)


OWN = a_call(team=TEAM, agent_id=AGENT_ID)
OTHER_TEAM = a_call(team="二组", agent_id="B002")
NO_TEAM = a_call(team=None, agent_id="B002")
SAME_TEAM = a_call(team=TEAM, agent_id="B002")


@pytest.mark.parametrize("role", [UserRole.INSPECTOR, UserRole.TRAINER, UserRole.MANAGER])
def test_whoever_has_no_team_of_their_own_sees_all_calls(role: UserRole) -> None:
    assert scope_of(person(role)) == Scope()
    assert all(
        Scope().covers(call, published=False) for call in (OWN, OTHER_TEAM, NO_TEAM, SAME_TEAM)
    )


def test_a_lead_hears_the_own_team_only() -> None:
    lead = person(UserRole.LEAD)
    check_call(lead, Action.HEAR, SAME_TEAM, published=False)
    for call in (OTHER_TEAM, NO_TEAM):
        with pytest.raises(Forbidden):
            check_call(lead, Action.HEAR, call, published=True)


def test_an_agent_hears_own_calls_once_they_are_published() -> None:
    agent = person(UserRole.AGENT)
    check_call(agent, Action.HEAR, OWN, published=True)
    for call, published in ((OWN, False), (SAME_TEAM, True)):
        with pytest.raises(Forbidden):
            check_call(agent, Action.HEAR, call, published=published)


@pytest.mark.parametrize("role", [UserRole.LEAD, UserRole.AGENT])
def test_without_team_or_id_nobody_sees_everybodys_calls(role: UserRole) -> None:
    with pytest.raises(Forbidden, match="team or agent_id"):
        scope_of(replace(person(role), team=None, agent_id=None))


def test_scope_does_not_replace_the_role() -> None:
    with pytest.raises(Forbidden):
        check_call(person(UserRole.ADMIN), Action.HEAR, OWN, published=True)
