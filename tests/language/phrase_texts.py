"""Templates and texts in which much is alike, so that errors have something to hide in."""

from hypothesis import strategies as st

from qa.language.phrases import check_phrase
from qa.language.template import TemplateError

CHARS = "我要就投头偷诉素数销消小护户的了不是四开得都还那个这人个长a3七"
"""Few sounds, many confusions; light ones, negations, hesitations, several readings, digits."""

_characters = st.sampled_from(CHARS)
_gaps = st.sampled_from(["…", "~", "{0-2}", "{1-3}", "{digits}", "{number}"])


def _grouped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    groups = st.lists(inner, min_size=1, max_size=3).map(lambda ways: f"({'|'.join(ways)})")
    return st.one_of(
        groups,
        groups.map(lambda group: f"{group}?"),
        st.lists(inner, min_size=2, max_size=4).map("".join),
    )


_pieces = st.recursive(
    st.one_of(
        _characters,
        _characters.map(lambda char: f"{char}?"),
        st.text(CHARS, min_size=2, max_size=4),
        st.text(CHARS, min_size=1, max_size=3).map(lambda chars: f"[{chars}]"),
        _gaps,
    ),
    _grouped,
    max_leaves=6,
)


def _well_formed(template: str) -> bool:
    try:
        check_phrase(template)
    except TemplateError:
        return False
    return True


templates = (
    st.tuples(st.sampled_from(["", "", "", "="]), st.lists(_pieces, min_size=1, max_size=4))
    .map(lambda parts: parts[0] + "".join(parts[1]))
    .filter(_well_formed)
)
texts = st.text(CHARS + CHARS + ",。?呢 就是说ã", max_size=30)
