"""People, and how their names are written."""

import re
import unicodedata

from qa.errors import AccountError
from qa.people import Account, Person, UserRole

__all__ = ["Account", "Person", "UserRole", "made", "normalised"]

MAX_NAME = 64
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
    faults = [
        *_fault(
            _USERNAME.fullmatch(name) is None,
            f"用户名 {name!r} 须为 2–64 个字母、数字、汉字或 . _ - @ / the username needs 2–64"
            " letters, digits, Chinese characters or . _ - @",
        ),
        *_fault(
            len(shown) > MAX_NAME or not shown.isprintable(),
            f"姓名最多 {MAX_NAME} 个可见字符 / a name has at most {MAX_NAME} visible characters",
        ),
        *_fault(
            role is UserRole.LEAD and not team,
            "班长须写明班组 / a lead needs a team",
        ),
        *_fault(
            role is UserRole.AGENT and not agent_id,
            "坐席须写明工号(同清单中的 agent_id)/ an agent needs an agent_id, as in the manifest",
        ),
        *_fault(
            mail is not None and _EMAIL.fullmatch(mail) is None,
            f"{mail!r} 不是邮箱地址 / is no e-mail address",
        ),
    ]
    if faults:
        raise AccountError("\n".join(faults))
    return Account(Person(name, shown, role, team, agent_id), mail)


def _given(text: str | None) -> str | None:
    return (text or "").strip() or None


def _fault(wrong: bool, text: str) -> list[str]:
    return [text] if wrong else []
