import time

import pytest
from argon2 import PasswordHasher

from qa.accounts.passwords import MAX_LENGTH, MIN_LENGTH, Passwords
from qa.errors import AccountError


def test_only_the_password_itself_fits(passwords: Passwords) -> None:
    kept = passwords.hash("correct horse", "li")
    assert passwords.fits("correct horse", kept)
    assert not passwords.fits("correct horsf", kept)
    assert not passwords.fits("", kept)
    assert not passwords.fits("correct horse", None)


def test_equal_passwords_have_different_hashes(passwords: Passwords) -> None:
    assert passwords.hash("correct horse", "li") != passwords.hash("correct horse", "li")


def test_the_hash_is_argon2id_with_the_recommended_parameters() -> None:
    assert Passwords().hash("correct horse", "li").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_it_does_not_matter_which_keyboard_typed_it(passwords: Passwords) -> None:
    kept = passwords.hash("ＣＯＲＲＥＣＴ horse", "li")
    assert passwords.fits("CORRECT horse", kept)


@pytest.mark.parametrize(
    "weak",
    ["", "a" * (MIN_LENGTH - 1), "x1y2z3" * 30, "aaaaaaaaaaaa", "1212121212", "my liming 1"],
)
def test_weak_and_endless_passwords_are_refused(passwords: Passwords, weak: str) -> None:
    with pytest.raises(AccountError):
        passwords.hash(weak, "liming")


def test_a_megabyte_costs_nothing_and_does_not_fit(passwords: Passwords) -> None:
    kept = passwords.hash("correct horse", "li")
    start = time.perf_counter()
    assert not passwords.fits("x" * 1_000_000, kept)
    assert not passwords.fits("correct horse" + "x" * MAX_LENGTH, kept)
    assert time.perf_counter() - start < 0.5


def test_a_hash_that_is_none_is_never_fit(passwords: Passwords) -> None:
    assert not passwords.fits("correct horse", "not a hash")


def test_hashes_of_old_parameters_are_noticed(passwords: Passwords) -> None:
    newer = Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
    kept = passwords.hash("correct horse", "li")
    assert newer.is_outdated(kept)
    assert not newer.is_outdated(newer.rehash("correct horse"))
