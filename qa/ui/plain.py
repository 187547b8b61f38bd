"""Text of people's in places where Streamlit reads Markdown."""

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_JOINER = "\u2060"
"""Takes no room. After a colon it keeps Streamlit's icons and emoji from being read into text."""


def plain(text: str) -> str:
    """The text on one line, escaped so that Markdown shows it as it is."""
    escaped = _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))
    return escaped.replace(":", ":" + _JOINER)
