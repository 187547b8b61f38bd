"""One written form for numbers.

A recogniser writes the same spoken number now as 三千五百, now as 3500, now as 3,500. Here
every number takes one form, so that rules, search and error rates need to know only one:

- whole numbers from 10 and all decimals in Arabic digits: 15天, 3500元, 0.3;
- whole numbers below 10 in Chinese numerals: 三天, 两个 (二 stays 二 but before a measure word);
- but digits before 月, 日, 号, % and Latin letters: 5月12号, 5%, 5G;
- three or more numerals read one by one are a digit string: 工号1024, 12386 (幺 is 1);
- round ten thousands and hundred millions keep their unit: 35万, 1.2亿; otherwise 12500;
- a time of day stays one: 三点25, 10点05分, 三点一刻, 8:30.

Words that only look like numbers stay: 十分感谢, 万一, 千万不要, 一下, 三四天, 十几个. So do digits
written without a unit or commas, however round: 350000 may be an account number.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from qa.language.edits import Edit, apply
from qa.language.numerals import NUMERALS, NUMERALS_IN_ORDER, digit_string, value

_MEASURES = "个天次年位笔只支股手分秒小周份张条件块元毛万千百点种倍层步项家部遍趟成"
_MYRIADS = {"万": 10**4, "亿": 10**8}
_DATED = "月日号%"

_N = NUMERALS + "十百千万亿"
_NUMBER = re.compile(
    rf"""(?=[\d十百]|[{NUMERALS}][{_N}点{_DATED}A-Za-z])  # Any other single numeral stays.
    (?P<percent>百分之)?(?<![\d{_N}])(?<![\d{_N}]\.)
    (?P<number>
        (?<![A-Za-z+])(?:
            \d++(?:,\d{{3}})*+(?:\.\d++)?+[十百千万亿][\d{_N}]*+
          | \d(?:[ ]\d)++(?![\dA-Za-z.])
          | \d++(?:,\d{{3}})*+(?:\.\d++)?+
        )
      | (?:[{NUMERALS}十]|(?<=百分之)百)(?:[{_N}]|(?<=[十百千万亿])\d)*+(?!\d)
    )
    (?:点(?P<decimals>[{NUMERALS}]++|\d(?!\d))(?P<myriad>[万亿])?+(?![\d{_N}刻]|分(?!钟)))?+
    (?P<sign>%)?""",
    re.VERBOSE,
)
NUMBER_CHARACTERS = frozenset(_NUMBER.pattern)
"""All that a number may hold besides digits, and more."""
_NOT_A_NUMBER = re.compile(
    r"(?<=[几数])十|(?<=不离)十|三三两两|七七八八"
    r"|十(分(?!钟|之)|足|全|美(?!元|金)|字|有八九|几|来|多年)"
)
_PART_OF_MORE = re.compile(rf"(?<=\d[:+*/×])\d|\d(?=[:+*/×]\d|[{NUMERALS}])", re.ASCII)
"""A digit of a time, a sum, or a number in two writings: alone it would come out wrong."""


def one_form(text: str) -> str:
    """The text with every number in its one written form."""
    return apply(text, edits(text))


def edits(text: str) -> list[Edit]:
    """What `one_form` changes, in order."""
    return list(_edits(text))


def _edits(text: str) -> Iterator[Edit]:
    for match in _NUMBER.finditer(text):
        if _NOT_A_NUMBER.match(text, match.start()):
            continue
        written = _written(match, text[match.end() :][:1])
        if written is not None and written != match.group():
            yield Edit(match.start(), match.end(), written)


def _written(match: re.Match[str], after: str) -> str | None:
    number = match["number"].replace(",", "").replace(" ", "")
    if match["decimals"] or match["percent"] or match["sign"]:
        return _decimal_or_percent(match, number, after)
    if all(c in NUMERALS for c in number):
        clock = match.string[: match.start()].endswith("点") and after == "分"
        return _read_one_by_one(number, after, clock)
    grouped = "," in match["number"] and number.isdigit()
    if not grouped and re.fullmatch(r"\d{2,}|\d+\.\d+", number):
        return number
    if number.isdigit() and _PART_OF_MORE.match(match.string, match.start()):
        return None
    counted = value(number)
    return None if counted is None else _counted(counted, after)


def _decimal_or_percent(match: re.Match[str], number: str, after: str) -> str | None:
    percent = bool(match["percent"] or match["sign"])
    counted = Decimal(100) if number == "百" else value(number)
    decimals = match["decimals"]
    if counted is None or (decimals and counted != int(counted)):
        return None
    if decimals:
        counted = Decimal(f"{int(counted)}.{digit_string(decimals)}")
    if myriad := match["myriad"]:
        return _counted(counted * _MYRIADS[myriad], after) + "%" * percent
    return f"{_plain(counted)}%" if percent else f"{counted:f}"


def _read_one_by_one(number: str, after: str, clock: bool) -> str | None:
    """Numerals without a unit: a digit string from three on, a date, or left alone."""
    pair = len(number) == 2 and (after == "年" or (clock and number[0] in "零〇"))
    dated = len(number) == 1 and number not in "两幺" and _wants_digits(after)
    return digit_string(number) if len(number) >= 3 or pair or dated else None


def _counted(number: Decimal, after: str) -> str:
    if number < 10 and number == int(number):
        if _wants_digits(after):
            return _plain(number)
        counts_things = number == 2 and after and after in _MEASURES
        return "两" if counts_things else NUMERALS_IN_ORDER[int(number)]
    if number >= 10**4 and number % 10**4 == 0:
        return f"{_plain(number / 10**8)}亿" if number >= 10**8 else f"{_plain(number / 10**4)}万"
    return _plain(number)


def _wants_digits(after: str) -> bool:
    return bool(after) and (after in _DATED or (after.isascii() and after.isalpha()))


def _plain(number: Decimal) -> str:
    """Without exponent and trailing zeros."""
    return f"{number.normalize():f}"
