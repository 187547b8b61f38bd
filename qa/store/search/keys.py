"""Numbers of search documents, in order of time.

A document's number says when its call started, which call it is, who speaks and which part of
it: minute (26 bits) · call (27) · role (2) · part (8). So the newest hits are the greatest
numbers, which both databases find without sorting, and a number needs no table to be read.
"""

from dataclasses import dataclass
from datetime import datetime

from qa.call import Role
from qa.errors import StoreError

_MINUTE = 37
CALL_SHIFT = 10
CALL_MASK = (1 << (_MINUTE - CALL_SHIFT)) - 1
"""Where the call's key is: `number >> CALL_SHIFT & CALL_MASK`."""
ROLE_SHIFT = 8
"""Where the role's two bits begin."""
_ROLES = (Role.AGENT, Role.CUSTOMER, Role.UNKNOWN)
_MAX_MINUTE = (1 << 26) - 2

UNBOUNDED = (1 << 63) - 1
"""No document has a number as great."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a document's number says."""

    call: int
    role: Role


def key(started_at: datetime, call: int, role: Role, part: int) -> int:
    """Number of a document.

    Raises:
        StoreError: more than 134 million calls, or a call of more than 350,000 characters.
    """
    if call > CALL_MASK or part >= 1 << ROLE_SHIFT:
        raise StoreError(f"call {call} part {part}: the search index has no number for it")
    return lowest(started_at) | call << CALL_SHIFT | _ROLES.index(role) << ROLE_SHIFT | part


def lowest(started_at: datetime) -> int:
    """Least number of a call that starts in that minute; years before 1970 and after 2097 count
    as the nearest."""
    minute = int(started_at.timestamp() // 60)
    return min(max(minute, 0), _MAX_MINUTE) << _MINUTE


def beyond(moment: datetime) -> int:
    """Least number of a call that starts in a later minute."""
    return lowest(moment) + (1 << _MINUTE)


def read(number: int) -> Found:
    """What `key` was made of."""
    return Found(number >> CALL_SHIFT & CALL_MASK, _ROLES[(number >> ROLE_SHIFT) & 3])


def role_number(role: Role) -> int:
    """The two bits at `ROLE_SHIFT`."""
    return _ROLES.index(role)
