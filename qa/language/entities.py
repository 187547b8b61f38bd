"""Numbers that mean something: found in a text, read, and checked.

Spoken numbers are found in digits as well as in Chinese numerals (一三八…), with the pauses that
a recogniser writes as commas. What an entity is worth is told by its checksum (python-stdnum):

- identity numbers: GB 11643, 18 digits with a check digit (`stdnum.cn.ric`);
- bank cards: ISO/IEC 7812, 16 to 19 digits with a Luhn check digit (`stdnum.luhn`);
- telephone numbers: mobile 1[3-9] and 9 digits, landline with area code, 400/800 and 95/96/12
  service numbers (China's numbering plan; there is no check digit);
- amounts in 元, dates, and times at which something is to happen (明天上午10点, 三个工作日内).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum import luhn
from stdnum.cn import ric

from qa.language.converted import OneForm
from qa.language.numbers import NUMBER_CHARACTERS
from qa.language.numerals import NUMERALS, digit_string, value


class EntityType(StrEnum):
    """What a number means."""

    ID_NUMBER = "id_number"
    BANK_CARD = "bank_card"
    PHONE = "phone"
    AMOUNT = "amount"
    DATE = "date"
    TIME = "time"
    """When something is to happen: a time of day, a day, a delay."""
    DIGITS = "digits"
    """Any number of two digits or more."""


@dataclass(frozen=True, slots=True)
class Entity:
    """`text[start:end]` and what it stands for."""

    start: int
    end: int
    type: EntityType
    value: str
    """Digits; amounts in 元; dates as YYYY-MM-DD or --MM-DD; times as said."""
    valid: bool
    """Whether it can be right: check digit, numbering plan, calendar."""


_DIGITS = re.compile(
    rf"[\d{NUMERALS}](?:[\s,,、.。·-]{{0,2}}[\d{NUMERALS}])+(?:[\s,,、]?(?:[xX]|叉|艾克斯))?"
)
_N = rf"(?:\d+(?:\.\d+)?|[{NUMERALS}十百千]+)"
_AMOUNT = re.compile(
    rf"(?P<number>\d+(?:\.\d+)?|[{NUMERALS}十百千]+)(?P<unit>[万亿])?"
    r"(?:[多几]?(?:元|块|人民币)|(?<=[万亿])(?![个人股份次手一]))"
)
_DATE = re.compile(
    rf"(?:(?P<year>\d{{4}})年)?(?P<month>\d{{1,2}}|[{NUMERALS}十]{{1,2}})月"
    rf"(?P<day>\d{{1,2}}|[{NUMERALS}十]{{1,3}})[日号]?|(?<!\d)(?P<plain>(?:19|20)\d{{2}}[01]\d[0-3]\d)(?!\d)"
)
_PART = "(?:凌晨|早上|上午|中午|下午|傍晚|晚上|早)"
_WEEKDAY = "(?:周|星期|礼拜)[一二三四五六日天]"
_DAY = (
    rf"(?:今天|今晚|明[天早晚]|大?后天|[下这]{_WEEKDAY}|{_WEEKDAY}|下周|下个?月|月[底初]|次日|当天)"
)
_CLOCK = rf"(?:{_N}点(?:半|[一三]刻|{_N}分?)?|\d{{1,2}}:\d{{2}})"
_UNIT = "(?:工作日|交易日|自然日|小时|钟头|分钟|天|日|周|星期|月)"
_DELAY = rf"(?:{_N}|几|半|两三|一两)个?{_UNIT}(?:[之以]?内|左右|[之以]?后)?"
_BEFORE = "(?:[之以]?前)?"
_TIME_BEGINS = rf"[\d{NUMERALS}十百千几半今明后大下这周星礼月次当凌早上中傍晚]"
_TIME = re.compile(
    rf"(?={_TIME_BEGINS})(?:"
    rf"{_DAY}{_PART}?{_CLOCK}?{_BEFORE}|{_PART}{_CLOCK}?{_BEFORE}|{_CLOCK}{_BEFORE}|{_DELAY})"
)
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}\d{7,8}|[48]00\d{7}|9[56]\d{3,6}|1\d{2,4}")
_LOOSE_PHONE = re.compile(r"1\d{10}|0\d{9,11}|[48]00\d{5,8}|9[56]\d{3}")


_NUMERAL = re.compile(rf"[\d{NUMERALS}十]")
_HINTS = {EntityType.TIME: re.compile(_TIME_BEGINS)}
_CHARACTERS = NUMBER_CHARACTERS.union(
    *(pattern.pattern for pattern in (_DIGITS, _AMOUNT, _DATE, _TIME))
)
"""All that an entity may hold besides digits and spaces, and more."""


def entities(text: str, type: EntityType) -> list[Entity]:
    """All entities of one type, in order."""
    # Most texts hold none: that is soon said.
    if not _HINTS.get(type, _NUMERAL).search(text):
        return []
    form = OneForm(text)
    found = []
    for start, end, said, valid in _FINDERS[type](form.text):
        first, last = form.original(start, end)
        found.append(Entity(first, last, type, said, valid))
    return found


def may_be_within(text: str, at: int) -> bool:
    """Whether an entity may begin before a place and end behind it: a quick look around."""
    return all(
        char in _CHARACTERS or char.isdecimal() or char.isspace() for char in text[at - 1 : at + 1]
    )


Found = Iterator[tuple[int, int, str, bool]]


def _strings(text: str) -> Iterator[tuple[int, int, str]]:
    """Runs of digits with what they are, pauses left out."""
    for match in _DIGITS.finditer(text):
        said = re.sub("[xX]|叉|艾克斯", "X", match.group())
        yield match.start(), match.end(), digit_string(re.sub(rf"[^\dX{NUMERALS}]", "", said))


def _id_numbers(text: str) -> Found:
    for start, end, said in _strings(text):
        if len(said) == 18:
            yield start, end, said, ric.is_valid(said)


def _bank_cards(text: str) -> Found:
    for start, end, said in _strings(text):
        if 16 <= len(said) <= 19 and said.isdigit() and not ric.is_valid(said):
            yield start, end, said, luhn.is_valid(said)


def _phones(text: str) -> Found:
    for start, end, said in _strings(text):
        if _LOOSE_PHONE.fullmatch(said):
            yield start, end, said, _PHONE.fullmatch(said) is not None


def _amounts(text: str) -> Found:
    for match in _AMOUNT.finditer(text):
        counted = value(match["number"] + (match["unit"] or ""))
        if counted is not None:
            yield match.start(), match.end(), f"{counted.normalize():f}", True


def _dates(text: str) -> Found:
    for match in _DATE.finditer(text):
        if match["plain"]:
            year, month, day = match["plain"][:4], match["plain"][4:6], match["plain"][6:]
        else:
            year, month, day = match["year"], match["month"], match["day"]
        numbers = [value(part) if part else None for part in (year, month, day)]
        if numbers[1] is None or numbers[2] is None:
            continue
        said = (
            f"{f'{numbers[0]:04.0f}' if numbers[0] else '-'}-{numbers[1]:02.0f}-{numbers[2]:02.0f}"
        )
        yield match.start(), match.end(), said, _in_calendar(said)


def _in_calendar(said: str) -> bool:
    try:
        # 2000 is a leap year: a date without a year may be the 29th of February.
        date.fromisoformat(said.replace("--", "2000-", 1) if said.startswith("--") else said)
    except ValueError:
        return False
    return True


def _times(text: str) -> Found:
    for match in _TIME.finditer(text):
        yield match.start(), match.end(), match.group(), True


def _any_digits(text: str) -> Found:
    for start, end, said in _strings(text):
        yield start, end, said, True


_FINDERS: dict[EntityType, Callable[[str], Found]] = {
    EntityType.ID_NUMBER: _id_numbers,
    EntityType.BANK_CARD: _bank_cards,
    EntityType.PHONE: _phones,
    EntityType.AMOUNT: _amounts,
    EntityType.DATE: _dates,
    EntityType.TIME: _times,
    EntityType.DIGITS: _any_digits,
}
