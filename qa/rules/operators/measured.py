"""What operators over measures share: whether a measure can be had, and what was not found."""

from collections.abc import Callable, Sequence
from functools import partial

from qa.call import Turn
from qa.rules.doubts import UNHEARD_S, missing_ends, unheard_party
from qa.rules.hearing import Hearing, says_something
from qa.rules.logic import Finding, false, unknown
from qa.rules.names import ROLE_NAMES
from qa.rules.position import Ends, Position
from qa.rules.scope import needs_of
from qa.rules.stretch import Stretch
from qa.rules.verdict import Evidence

BOTH = ("agent", "customer")
OTHER = {"agent": "customer", "customer": "agent"}
WHO = {**ROLE_NAMES, "any": "双方"}
"""Whose figure it is."""


def unheard(hearing: Hearing, *roles: str) -> Finding | None:
    """Unknown, where these roles (agent, customer, any) cannot be told apart or were not heard."""
    why = why_unheard(hearing, *roles)
    return unknown(Evidence(why)) if why else None


def why_unheard(hearing: Hearing, *roles: str) -> str | None:
    """Why nothing can be said of these roles; None where they can be told apart and were heard."""
    if not hearing.roles_known and any(role != "any" for role in roles):
        return "录音不分声道,无法区分坐席与客户"
    silent = (unheard_party(role, hearing) for role in roles)
    return next((f"{why},无法判断" for why in silent if why), None)


def cut_off(position: Position, hearing: Hearing, part: Stretch, what: str) -> Finding | None:
    """Unknown, where a figure cannot be had of a part of the call: it is empty or may be cut."""
    doubt = lost_ends(position, hearing, part) or (
        "" if part.span else f"{position.place()}没有内容"
    )
    return unknown(Evidence(f"{doubt},无法计算{what}")) if doubt else None


def not_found(
    position: Position,
    hearing: Hearing,
    part: Stretch,
    why: Callable[[], str],
    needs: Sequence[Ends] = (),
) -> Finding:
    """False; unknown where the position may not be where it seems.

    Args:
        position: where something was looked for.
        hearing: the call.
        part: what the position led to.
        why: words the reason.
        needs: what of the recording has to be complete besides what the position needs.
    """
    doubt = lost_ends(position, hearing, part, needs)
    if doubt:
        return unknown(partial(_doubted, why, doubt))
    return false(partial(_reason, why))


def lost_ends(
    position: Position, hearing: Hearing, part: Stretch, needs: Sequence[Ends] = ()
) -> str:
    """Why a position may not be where it seems: the recording may lack the end it counts from.

    Empty where it is complete. `needs` is as for `not_found`.
    """
    if position.narrow:
        needs = (*needs, *needs_of(position, hearing, part))
    return ";".join(missing_ends(hearing, needs)) if needs else ""


def takes_turn(turn: Turn) -> bool:
    """Whether somebody says something in it, be it unheard; a bare 嗯 does not."""
    if turn.text:
        return says_something(turn)
    return turn.end - turn.start >= UNHEARD_S


def _doubted(why: Callable[[], str], doubt: str) -> Evidence:
    return Evidence(f"{why()};{doubt},无法判断")


def _reason(why: Callable[[], str]) -> Evidence:
    return Evidence(why())
