"""The value of a number in Chinese, Arabic or mixed writing: 三千五, 3千500, 1.2亿."""

import re
from decimal import Decimal

NUMERALS_IN_ORDER = "零一二三四五六七八九"
NUMERALS = NUMERALS_IN_ORDER + "〇两幺"
_DIGITS = {c: i for i, c in enumerate(NUMERALS_IN_ORDER)} | {"〇": 0, "两": 2, "幺": 1}
_MYRIADS = (("亿", 10**8), ("万", 10**4))
_UNITS = (("千", 1000), ("百", 100), ("十", 10))


def digit_string(numerals: str) -> str:
    """Numerals and digits read one by one, as Arabic digits: 幺零2 is 102."""
    return "".join(str(_DIGITS.get(c, c)) for c in numerals)


def value(number: str) -> Decimal | None:
    """The value, exact; None for what only looks like a number (三百五百, 三四, 两三万)."""
    for unit, size in _MYRIADS:
        head, found, tail = number.partition(unit)
        if found:
            return _sum(value(head), size, tail)
    for unit, size in _UNITS:
        head, found, tail = number.partition(unit)
        if found:
            count = Decimal(1) if unit == "十" and not head else _below_ten(head)
            return _sum(count, size, tail)
    return _counted(number)


def _sum(count: Decimal | None, size: int, tail: str) -> Decimal | None:
    if count is None:
        return None
    rest = _colloquial(tail, size) if size > 10 else None
    if rest is None:
        rest = value(tail.lstrip("零〇")) if tail.strip("零〇") else Decimal(0)
    return None if rest is None or rest >= size else count * size + rest


def _colloquial(tail: str, size: int) -> Decimal | None:
    """三千五 is 3500, but 三千零五 is 3005."""
    if re.fullmatch("[一二三四五六七八九1-9]", tail):
        return Decimal(digit_string(tail)) * size / 10
    return None


def _below_ten(numeral: str) -> Decimal | None:
    counted = _counted(numeral.lstrip("零〇"))
    return counted if counted is not None and counted < 10 else None


def _counted(number: str) -> Decimal | None:
    """A single numeral, or Arabic digits."""
    if len(number) == 1 and number in _DIGITS:
        return Decimal(_DIGITS[number])
    return Decimal(number) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", number) else None
