"""Names of files that every system takes."""

import re
import unicodedata

MAX_BYTES = 120
"""Of a name in UTF-8: far from Windows' 260 characters for a whole path."""
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)


def file_name(*parts: str, suffix: str = "") -> str:
    """Parts, joined by hyphens, as a name for Windows, macOS and Linux alike."""
    joined = "-".join(filter(None, map(_clean, parts)))
    cut = joined.encode()[: MAX_BYTES - len(suffix.encode())].decode(errors="ignore")
    name = cut.strip(" .-") or "_"
    return ("_" if _RESERVED.fullmatch(name) else "") + name + suffix


def _clean(part: str) -> str:
    normal = unicodedata.normalize("NFC", part)
    # Controls, and marks that turn the direction of writing and so hide a name's ending.
    shown = "".join(
        " " if unicodedata.category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp") else each
        for each in normal
    )
    return " ".join(_FORBIDDEN.sub(" ", shown).split())
