"""What pages say, in the language that the person has chosen.

The texts in the code are English; `locale/<language>.po` translates them. Chinese is the default.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

LANGUAGES: Mapping[str, str] = MappingProxyType({"zh": "中文", "en": "English"})
LOCALE = Path(__file__).with_name("locale")
_ENTRY = re.compile(r'^msgid "(.+)"\nmsgstr "(.+)"$', re.MULTILINE)


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """English text → text in `language`; English itself needs none."""
    if language == "en":
        return MappingProxyType({})
    text = (LOCALE / language / "earmark.po").read_text("utf-8")
    return MappingProxyType({_plain(key): _plain(said) for key, said in _ENTRY.findall(text)})


def translated(text: str, language: str) -> str:
    """The text in `language`; in English where the catalogue lacks it."""
    return catalogue(language).get(text, text)


def _plain(quoted: str) -> str:
    return quoted.replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")
