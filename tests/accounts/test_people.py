import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.accounts.people import made, normalised
from qa.errors import AccountError
from qa.people import UserRole


@pytest.mark.parametrize("typed", ["Li.Ming", " LI.MING ", "ｌｉ．ｍｉｎｇ", "li.ming"])
def test_a_username_has_one_form_however_it_is_typed(typed: str) -> None:
    assert normalised(typed) == "li.ming"


@given(st.text())
def test_normalising_again_changes_nothing(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once


@pytest.mark.parametrize("good", ["王小明", "li", "a.b-c_d@example.com", "工号1024"])
def test_usernames_that_are_accepted(good: str) -> None:
    assert made(good, "", UserRole.INSPECTOR).person.username == good


@pytest.mark.parametrize(
    "bad", ["", "x", "a b", "<b>x</b>", "x'; DROP TABLE users;--", "a" * 65, "a\nb", "=1+1", "\0a"]
)
def test_usernames_that_are_refused(bad: str) -> None:
    with pytest.raises(AccountError, match="用户名"):
        made(bad, "名", UserRole.INSPECTOR)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(AccountError) as refused:
        made("!", "名" * 65, UserRole.LEAD, email="no address")
    for word in ("username", "name has at most", "team", "e-mail"):
        assert word in str(refused.value)


def test_an_agent_needs_the_id_of_the_manifest() -> None:
    with pytest.raises(AccountError, match="agent_id"):
        made("li", "李", UserRole.AGENT, agent_id="  ")
    assert made("li", "李", UserRole.AGENT, agent_id=" 2008 ").person.agent_id == "2008"


def test_an_email_is_kept_in_one_form() -> None:
    assert made("li", "李", UserRole.ADMIN, email=" Li@Example.COM ").email == "li@example.com"


def test_a_display_name_may_hold_markup_which_is_only_text() -> None:
    assert made("li", "<b>李</b>", UserRole.ADMIN).person.display_name == "<b>李</b>"
