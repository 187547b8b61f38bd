"""From the bytes of a text file to characters."""

from qa.errors import ManifestError, Problem

UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
ZIP_MARK = b"PK\x03\x04"
REPLACED = "\ufffd"
"""Stands where a byte belonged to no character; rows that carry it are refused."""


def decode(data: bytes, source: str) -> str:
    """UTF-8 (with or without mark) or GB18030, whichever the bytes are.

    A few bytes that belong to no character do not spoil the file: they become U+FFFD, and the
    rows they stand in are refused later, one by one.

    Raises:
        ManifestError: the bytes are not text.
    """
    _refuse_other_formats(data, source)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    utf8 = data.decode("utf-8-sig", errors="replace")
    if _share_replaced(utf8) < 0.5:
        return utf8
    gb18030 = data.decode("gb18030", errors="replace")
    if _share_replaced(gb18030) < 0.1:
        return gb18030
    raise _not_text(source, "不是文本 / is not text")


def _share_replaced(text: str) -> float:
    """Of all characters beyond ASCII, the share that no byte sequence stood for."""
    beyond_ascii = sum(not char.isascii() for char in text)
    return text.count(REPLACED) / beyond_ascii if beyond_ascii else 0.0


def _refuse_other_formats(data: bytes, source: str) -> None:
    if data.startswith(ZIP_MARK):
        raise _not_text(source, "是 Excel 工作簿或压缩包 / is an Excel workbook or an archive")
    if data.startswith(UTF16_MARKS):
        raise _not_text(source, "是 UTF-16 文本 / is UTF-16 text")
    if b"\0" in data:
        raise _not_text(source, "是二进制数据 / is binary data")


def _not_text(source: str, what: str) -> ManifestError:
    fix = "另存为 CSV UTF-8、JSON Lines 或 Parquet / save it as CSV UTF-8, JSON Lines or Parquet"
    return ManifestError([Problem(source, what, fix)])
