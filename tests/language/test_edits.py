"""Edits are applied all at once, at the positions of the text before any of them."""

from hypothesis import given
from hypothesis import strategies as st

from qa.language.edits import Edit, apply


def test_positions_are_those_of_the_text_before_any_edit() -> None:
    edits = [Edit(0, 1, "三千"), Edit(3, 5, ""), Edit(5, 5, "!")]
    assert apply("甲乙丙丁戊己", edits) == "三千乙丙!己"


def test_no_edits_change_nothing() -> None:
    assert apply("您好", []) == "您好"


@given(st.lists(st.tuples(st.text(max_size=4), st.text(max_size=4), st.text(max_size=4))))
def test_what_lies_between_edits_stays(parts: list[tuple[str, str, str]]) -> None:
    text, edited, edits = "", "", []
    for kept, old, new in parts:
        text, edited = text + kept, edited + kept + new
        edits.append(Edit(len(text), len(text) + len(old), new))
        text += old
    assert apply(text, edits) == edited
