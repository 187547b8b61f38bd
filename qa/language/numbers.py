"""One written form for numbers.

A recogniser writes the same spoken number now as 三千五百, now as 3500, now as 3,500. Here
every number takes one form, so that rules, search and error rates need to know only one:

- whole numbers from 10 and all decimals in Arabic digits: 15天, 3500元, 0.3;
- whole numbers below 10 in Chinese numerals: 三天, 两个 (二 stays 二 but before a measure word);
- but digits before 月, 日, 号 and %: 5月12号, 5%;
- three or more numerals read one by one are a digit string: 工号1024, 12386 (幺 is 1);
- round ten thousands and hundred millions keep their unit: 35万, 1.2亿; otherwise 12500.

Words that only look like numbers stay: 十分感谢, 万一, 千万不要, 一下, 三四天, 十几个.
"""

import re
from collections.abc import Iterator

from qa.language.edits import Edit, apply

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "幺": 1}
_NUMERALS = "零一二三四五六七八九"
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_MEASURES = "个天次年位笔只支股手分秒小周份张条件块元毛万千百点种倍层步项家部遍趟成"
_D = "零〇一二三四五六七八九两幺"

_NUMBER = re.compile(
    rf"""(?P<percent>百分之)?
    (?P<number>
        (?<![\dA-Za-z.])\d+(?:,\d{{3}})*(?:\.\d+)?[十百千万亿](?:[\d{_D}十百千万亿]*[\d{_D}十百千万亿])?
      | (?<![\dA-Za-z.])\d(?:[ ]\d)+(?![\dA-Za-z.])
      | (?<![A-Za-z+])\d+(?:,\d{{3}})*(?:\.\d+)?
      | (?:[{_D}]|十|(?<=百分之)百)[{_D}十百千万亿]*
    )
    (?:点(?P<decimals>[{_D}]+)(?P<myriad>[万亿])?(?![十百千万亿]))?
    (?P<sign>%)?""",
    re.VERBOSE,
)
_NOT_A_NUMBER = re.compile(r"十(分(?!钟|之)|足|全|字|有八九|几|来|多年)")
_COLLOQUIAL = re.compile(rf"([百千万])([{_D}]|(?<!\d)[1-9])$")


def one_form(text: str) -> str:
    """The text with every number in its one written form."""
    return apply(text, edits(text))


def edits(text: str) -> list[Edit]:
    """What `one_form` changes, in order."""
    return list(_edits(text))


def _edits(text: str) -> Iterator[Edit]:
    for match in _NUMBER.finditer(text):
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        if _NOT_A_NUMBER.match(text, match.start()) or before in ("几", "数", "好"):
            continue
        written = _written(match, after)
        if written is not None and written != match.group():
            yield Edit(match.start(), match.end(), written)


def _written(match: re.Match[str], after: str) -> str | None:
    number = match["number"].replace(",", "").replace(" ", "")
    percent = bool(match["percent"] or match["sign"])
    if decimals := match["decimals"]:
        if (whole := _value(number)) is None:
            return None
        decimal = f"{whole:g}.{_digit_string(decimals)}"
        if myriad := match["myriad"]:
            return _integer(float(decimal) * _MYRIADS[myriad], after)
        return decimal + "%" * percent
    if percent:
        value = 100 if number == "百" else _value(number)
        return None if value is None else f"{value:g}%"
    if all(c in _DIGITS for c in number):
        return _digits_read_out(number, after)
    if number.isdigit() and (len(number) > 1 or (after.isalpha() and after.isascii())):
        return number
    if _is_decimal(number):
        return number
    value = _value(number)
    return None if value is None else _integer(value, after)


def _digits_read_out(number: str, after: str) -> str | None:
    """Numerals without a unit: a digit string from three on, a date, or left alone."""
    if len(number) >= 3 or (len(number) == 2 and after == "年"):
        return _digit_string(number)
    if len(number) == 1 and number not in "两幺" and after and after in "月日号":
        return _digit_string(number)
    return None


def _integer(value: float, after: str) -> str:
    if value < 10:
        if after and after in "月日号%":
            return f"{value:g}"
        return "两" if value == 2 and after and after in _MEASURES else _NUMERALS[int(value)]
    if value >= 10**8 and value % 10**4 == 0:
        return f"{value / 10**8:.10g}亿"
    if value >= 10**4 and value % 10**4 == 0:
        return f"{value // 10**4:.0f}万"
    return f"{value:.0f}"


def _digit_string(number: str) -> str:
    return "".join(c if c.isdigit() and c.isascii() else str(_DIGITS[c]) for c in number)


def _is_decimal(number: str) -> bool:
    return re.fullmatch(r"\d+\.\d+", number) is not None


def _value(number: str) -> float | None:
    """The value of a number in Chinese, Arabic or mixed writing; None when it is none."""
    if tail := _COLLOQUIAL.search(number):
        unit = (_UNITS | _MYRIADS)[tail[1]] // 10
        head = _value(number[: tail.start(2)])
        return None if head is None else head + int(_digit_string(tail[2])) * unit
    total = section = 0.0
    current: float | None = None
    for token in re.findall(r"\d+(?:\.\d+)?|.", number):
        if token in _UNITS:
            section += (1 if current is None else current) * _UNITS[token]
            current = None
        elif token in _MYRIADS:
            total = (total + section + (current or 0)) * _MYRIADS[token]
            section, current = 0.0, None
        elif token in _DIGITS:
            if current:
                return None
            current = float(_DIGITS[token])
        else:
            if current:
                return None
            current = float(token)
    value = total + section + (current or 0)
    return value if value == int(value) or current is not None else None
