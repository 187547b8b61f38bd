import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.casebook.filenames import MAX_BYTES, file_name


def test_parts_are_joined_and_stay_readable() -> None:
    assert file_name("001", "坏例", "礼貌用语", suffix=".mp3") == "001-坏例-礼貌用语.mp3"


@pytest.mark.parametrize(
    ("given_name", "made"),
    [
        ('a<b>c:d"e/f\\g|h?i*j', "a b c d e f g h i j"),
        ("../../etc/passwd", "etc passwd"),
        ("CON", "_CON"),
        ("com1.txt", "_com1.txt"),
        ("name. ", "name"),
        ("a\x00b\nc\u202egpj", "a b c gpj"),
        ("", "_"),
        ("...", "_"),
        ("e\u0301", "é"),
    ],
)
def test_what_windows_forbids_is_gone(given_name: str, made: str) -> None:
    assert file_name(given_name) == made


@given(st.lists(st.text(), max_size=4), st.sampled_from(["", ".mp3"]))
def test_every_name_is_one_that_every_system_takes(parts: list[str], suffix: str) -> None:
    name = file_name(*parts, suffix=suffix)
    assert name
    assert name.endswith(suffix)
    assert len(name.encode()) <= MAX_BYTES + 1
    assert not set(name) & set('<>:"/\\|?*')
    assert not name.startswith((" ", "."))
    assert not name.endswith((" ", "."))
    assert all(unicodedata.category(each) not in ("Cc", "Cf", "Cs") for each in name)
