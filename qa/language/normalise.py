"""One way of writing: Simplified characters, half-width letters and digits, one number form."""

from functools import cache

from opencc import OpenCC

from qa.language.numbers import one_form

_WIDE = {
    code: code - 0xFEE0
    for code in range(0xFF01, 0xFF5F)
    if chr(code - 0xFEE0).isalnum() or chr(code - 0xFEE0) in "%+."
}


def normalise(text: str) -> str:
    """Text in the one form in which transcripts are kept and rules are matched."""
    return one_form(simplify(text))


def simplify(text: str) -> str:
    """Simplified characters, and letters, digits and %+. of normal width; the length may change."""
    converted: str = _converter().convert(text.translate(_WIDE))
    return converted


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
