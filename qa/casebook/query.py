"""Which cases a page shows, as the parameters of its address."""

from collections.abc import Mapping, Sequence

from qa.store.case_values import CaseFilter
from qa.store.remark_values import Quality

Query = Mapping[str, Sequence[str]]
MOST_CHARACTERS = 200
_MOST_TAGS = 20
_MOST_DIGITS = 18
"""More than any key of a database has, and still one."""


def filter_of(query: Query) -> tuple[CaseFilter, list[str]]:
    """What an address asks for, and the parameters that cannot be read: these count for nothing.

    Parameters of other meanings are passed over.
    """
    wrong: list[str] = []
    given = {name: [value for value in values if value] for name, values in query.items()}

    def one(name: str) -> str | None:
        return next(iter(texts(name)), None)

    def texts(name: str) -> tuple[str, ...]:
        values = given.get(name, [])[:_MOST_TAGS]
        if any(len(value) > MOST_CHARACTERS or not value.isprintable() for value in values):
            wrong.append(name)
            return ()
        return tuple(values)

    quality, category = one("quality"), key_of(one("category"))
    if quality and quality not in set(Quality):
        wrong.append("quality")
        quality = None
    if given.get("category") and category is None:
        wrong.append("category")
    line = one("line")
    found = CaseFilter(
        quality=Quality(quality) if quality else None,
        categories=() if category is None else (category,),
        tags=texts("tag"),
        rule=one("rule"),
        lines=(line,) if line else (),
        team=one("team"),
        agent=one("agent"),
        text=one("text"),
        retired=one("retired") == "yes",
    )
    return found, wrong


def key_of(written: str | None) -> int | None:
    """The number that is written there; None when it is none."""
    fits = written and written.isascii() and written.isdecimal() and len(written) <= _MOST_DIGITS
    return int(written) if written and fits else None
