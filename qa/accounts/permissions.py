"""Who may do what, and to whose calls: the one place that says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from qa.call import Call
from qa.errors import Forbidden
from qa.people import Person, UserRole


class Action(StrEnum):
    """What a page, a route or a use case does."""

    SEE_QUEUE = "see_queue"
    CLAIM = "claim"
    SEE_CALL = "see_call"
    HEAR = "hear"
    JUDGE = "judge"
    ANNOTATE = "annotate"
    CORRECT = "correct"
    FILE_CASE = "file_case"
    SEE_CASEBOOK = "see_casebook"
    EDIT_CASES = "edit_cases"
    EDIT_CATEGORIES = "edit_categories"
    EXPORT = "export"
    SEE_OVERVIEW = "see_overview"
    SEARCH_CALLS = "search_calls"
    PUBLISH = "publish"
    SEE_RESULTS = "see_results"
    ACKNOWLEDGE = "acknowledge"
    APPEAL = "appeal"
    COMMENT_APPEAL = "comment_appeal"
    DECIDE_APPEAL = "decide_appeal"
    MANAGE_USERS = "manage_users"
    SEE_AUDIT = "see_audit"


_INSPECTOR = frozenset(
    {
        Action.SEE_QUEUE,
        Action.CLAIM,
        Action.SEE_CALL,
        Action.HEAR,
        Action.JUDGE,
        Action.ANNOTATE,
        Action.CORRECT,
        Action.FILE_CASE,
        Action.SEE_CASEBOOK,
        Action.SEE_OVERVIEW,
        Action.SEARCH_CALLS,
        Action.SEE_RESULTS,
    }
)

ALLOWED: Mapping[UserRole, frozenset[Action]] = MappingProxyType(
    {
        UserRole.INSPECTOR: _INSPECTOR,
        UserRole.MANAGER: _INSPECTOR
        | {
            Action.EDIT_CASES,
            Action.EDIT_CATEGORIES,
            Action.EXPORT,
            Action.PUBLISH,
            Action.DECIDE_APPEAL,
            Action.SEE_AUDIT,
        },
        UserRole.LEAD: frozenset(
            {
                Action.SEE_CALL,
                Action.HEAR,
                Action.SEE_CASEBOOK,
                Action.SEE_OVERVIEW,
                Action.SEARCH_CALLS,
                Action.SEE_RESULTS,
                Action.COMMENT_APPEAL,
            }
        ),
        UserRole.AGENT: frozenset(
            {
                Action.SEE_CALL,
                Action.HEAR,
                Action.SEE_RESULTS,
                Action.ACKNOWLEDGE,
                Action.APPEAL,
            }
        ),
        UserRole.TRAINER: frozenset(
            {
                Action.SEE_CALL,
                Action.HEAR,
                Action.SEARCH_CALLS,
                Action.SEE_CASEBOOK,
                Action.FILE_CASE,
                Action.EDIT_CASES,
                Action.EXPORT,
                Action.SEE_OVERVIEW,
                Action.SEE_RESULTS,
            }
        ),
        # Who gives out access has none to customers' voices.
        UserRole.ADMIN: frozenset({Action.MANAGE_USERS, Action.SEE_AUDIT}),
    }
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose calls somebody sees; all fields None: everybody's."""

    team: str | None = None
    """Only this team's."""
    agent_id: str | None = None
    """Only this agent's, and only what was published."""

    @property
    def published_only(self) -> bool:
        """Whether a result must have been published to be seen."""
        return self.agent_id is not None

    def covers(self, call: Call, *, published: bool) -> bool:
        """Whether a call may be seen.

        Args:
            call: the call.
            published: whether its evaluation was published to the agent.
        """
        if self.agent_id is not None:
            return published and call.agent_id == self.agent_id
        return self.team is None or call.team == self.team


def may(person: Person, action: Action) -> bool:
    """Whether the person's role allows it."""
    return action in ALLOWED[person.role]


def check(person: Person, action: Action) -> None:
    """Go on only when the person's role allows it.

    Raises:
        Forbidden: it does not.
    """
    if not may(person, action):
        raise Forbidden(
            f"您的角色({person.role})不能执行此操作({action}),请联系管理员"
            f" / your role ({person.role}) does not allow this ({action}) → ask an administrator"
        )


def scope_of(person: Person) -> Scope:
    """Whose calls the person sees.

    Raises:
        Forbidden: a lead without team or an agent without id, who would see everybody's.
    """
    if person.role is UserRole.LEAD:
        return Scope(team=_required(person.team))
    if person.role is UserRole.AGENT:
        return Scope(agent_id=_required(person.agent_id))
    return Scope()


def check_call(person: Person, action: Action, call: Call, *, published: bool) -> None:
    """Go on only when the person may do this to this call.

    Raises:
        Forbidden: the role does not allow it, or the call is out of scope.
    """
    check(person, action)
    if not scope_of(person).covers(call, published=published):
        raise Forbidden(
            "这通通话不在您可查看的范围内 / this call is not among those that you may see"
        )


def _required(value: str | None) -> str:
    if not value:
        raise Forbidden(
            "账号缺少班组或工号,请联系管理员补全"
            " / the account lacks its team or agent_id → ask an administrator to add it"
        )
    return value
