"""The words of the audit log."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from qa.accounts.permissions import Action, check
from qa.people import Person
from qa.store import Store
from qa.store.account_values import AuditEntry, AuditFilter

PAGE = 200


class Deed(StrEnum):
    """What somebody did; the words stay as they are, for they are kept."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_IN_THROTTLED = "sign_in_throttled"
    SIGNED_OUT = "signed_out"
    SET_UP = "set_up"
    USER_ADDED = "user_added"
    USER_CHANGED = "user_changed"
    USER_INVITED = "user_invited"
    PASSWORD_SET = "password_set"
    HEARD = "heard"
    SAW = "saw"
    CHANGED = "changed"
    EXPORTED = "exported"


def entry(
    deed: Deed,
    who: Person | str,
    now: datetime,
    *,
    call_id: str | None = None,
    subject: str | None = None,
    address: str | None = None,
    details: Mapping[str, object] | None = None,
) -> AuditEntry:
    """An entry of the log; `who` is a person or, from the command line, a name."""
    name = who if isinstance(who, str) else who.username
    return AuditEntry(now, name, deed, call_id, subject, details or {}, address)


def read_log(
    store: Store, person: Person, filter: AuditFilter, before: int | None = None
) -> list[tuple[int, AuditEntry]]:
    """A page of the log with the entries' numbers, the newest first.

    Raises:
        Forbidden: the person may not read it.
    """
    check(person, Action.SEE_AUDIT)
    return store.audit(filter, limit=PAGE, before=before)
