"""People, and how their names are written."""

import re
import unicodedata
from collections.abc import Iterator

from qa.errors import AccountError
from qa.people import Account, Person, UserRole

__all__ = ["Account", "Person", "UserRole", "made", "normalised"]

MAX_NAME = 64
MAX_ID = 128
_USERNAME = re.compile(r"\w[\w.@-]{1,63}")
_EMAIL = re.compile(r"[^\s@<>\"]{1,64}@[^\s@<>\"]{1,190}")


def normalised(username: str) -> str:
    """One form for all ways of typing a username: full width, capitals, blanks around it."""
    return unicodedata.normalize("NFKC", username).strip().casefold()


def made(
    username: str,
    display_name: str,
    role: UserRole,
    *,
    team: str | None = None,
    agent_id: str | None = None,
    email: str | None = None,
) -> Account:
    """An account whose parts are well written and fit together.

    Raises:
        AccountError: all that is wrong.
    """
    name, shown = normalised(username), " ".join(display_name.split()) or username.strip()
    team, agent_id = _given(team), _given(agent_id)
    mail = _given(email) and normalised(str(email))
    account = Account(Person(name, shown, role, team, agent_id), mail)
    faults = list(_faults(account))
    if faults:
        raise AccountError("\n".join(faults))
    return account


def _faults(account: Account) -> Iterator[str]:
    person, mail = account.person, account.email
    name = person.username
    if _USERNAME.fullmatch(name) is None:
        yield (
            f"用户名 {name!r} 须为 2–64 个字母、数字、汉字或 . _ - @"
            " / the username needs 2–64 letters, digits, Chinese characters or . _ - @"
        )
    if len(person.display_name) > MAX_NAME or not person.display_name.isprintable():
        yield f"姓名最多 {MAX_NAME} 个可见字符 / a name has at most {MAX_NAME} visible characters"
    ids = (person.team or "", person.agent_id or "")
    if not all(len(each) <= MAX_ID and each.isprintable() for each in ids):
        yield (
            f"班组和工号最多 {MAX_ID} 个可见字符 / team and agent_id have at most {MAX_ID}"
            " visible characters"
        )
    if person.role is UserRole.LEAD and not person.team:
        yield "班长须写明班组 / a lead needs a team"
    if person.role is UserRole.AGENT and not person.agent_id:
        yield "坐席须写明工号(同清单中的 agent_id)/ an agent needs an agent_id, as in the manifest"
    if mail is not None and _EMAIL.fullmatch(mail) is None:
        yield f"{mail!r} 不是邮箱地址 / is no e-mail address"


def _given(text: str | None) -> str | None:
    return (text or "").strip() or None
