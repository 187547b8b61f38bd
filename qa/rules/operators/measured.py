"""What operators over measures share: whether a measure can be had, and what was not found."""

from collections.abc import Callable
from functools import partial

from qa.call import Turn
from qa.rules.doubts import UNHEARD_S, missing_ends, unheard_party
from qa.rules.hearing import Hearing, says_something
from qa.rules.logic import Finding, false, unknown
from qa.rules.position import Position
from qa.rules.scope import needs_of
from qa.rules.stretch import Stretch
from qa.rules.verdict import Evidence

BOTH = ("agent", "customer")
OTHER = {"agent": "customer", "customer": "agent"}


def unheard(hearing: Hearing, *roles: str) -> Finding | None:
    """Unknown, where these roles cannot be told apart or one of them was not heard."""
    if not hearing.roles_known:
        return unknown(Evidence("录音不分声道,无法区分坐席与客户"))
    for role in roles:
        why = unheard_party(role, hearing)
        if why:
            return unknown(Evidence(f"{why},无法判断"))
    return None


def cut_off(position: Position, hearing: Hearing, part: Stretch) -> str:
    """Why a position may not be where it seems; empty where it is.

    It is counted from an end of the call, and the recording may lack that end.
    """
    if not position.narrow:
        return ""
    return ";".join(missing_ends(hearing, needs_of(position, hearing, part)))


def not_found(
    position: Position, hearing: Hearing, part: Stretch, why: Callable[[], str]
) -> Finding:
    """False; unknown where the position may not be where it seems."""
    doubt = cut_off(position, hearing, part)
    if doubt:
        return unknown(partial(_doubted, why, doubt))
    return false(partial(_reason, why))


def takes_turn(turn: Turn) -> bool:
    """Whether somebody says something in it, be it unheard; a bare 嗯 does not."""
    if turn.text:
        return says_something(turn)
    return turn.end - turn.start >= UNHEARD_S


def _doubted(why: Callable[[], str], doubt: str) -> Evidence:
    return Evidence(f"{why()};{doubt},无法判断")


def _reason(why: Callable[[], str]) -> Evidence:
    return Evidence(why())
