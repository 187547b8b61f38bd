"""How one rulebook differs from another, rule by rule and key by key.

What is compared is what the rules mean, not how their files are laid out: named phrase lists
stand in their places, and a key that has its default value counts as not written.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from pydantic import BaseModel

from qa.rules.rulebook import Rulebook
from qa.yamlfile import Data


class Kind(StrEnum):
    """What happened to a rule or a named condition."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One key that differs."""

    key: str
    """Where: `requires.all[1].phrase.role`."""
    old: Data = None
    """None: not written."""
    new: Data = None
    added: tuple[str, ...] = ()
    """Of lists of texts, such as phrases: those that are new; `old` and `new` are None then."""
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemDifference:
    """A rule or a named condition that differs."""

    kind: Kind
    code: str
    """Of the rule, or the name of the condition."""
    name: str
    """Chinese, of the rule; empty for a condition."""
    changes: tuple[Change, ...] = ()
    """Empty unless it is changed."""


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between two versions of a line's rulebook; falsy when nothing does."""

    line: str
    old: str | None
    """Line and version; None where the line has no rulebook."""
    new: str | None
    rules: tuple[ItemDifference, ...]
    conditions: tuple[ItemDifference, ...]
    """The named conditions, which rules refer to."""
    other: tuple[Change, ...]
    """What belongs to the rulebook as a whole."""

    def __bool__(self) -> bool:
        return bool(self.rules or self.conditions or self.other)


Items = Mapping[str, tuple[str, Data]]
"""Name and content by code."""


def difference(line: str, old: Rulebook | None, new: Rulebook | None) -> Difference:
    """What differs between two rulebooks of a line; None stands for one without rules."""
    return Difference(
        line=line,
        old=old.identity if old else None,
        new=new.identity if new else None,
        rules=tuple(_items(_rules(old), _rules(new))),
        conditions=tuple(_items(_conditions(old), _conditions(new))),
        other=tuple(_changes("", _whole(old), _whole(new))) if old and new else (),
    )


def _rules(book: Rulebook | None) -> Items:
    return {rule.code: (rule.name.zh, _plain(rule)) for rule in book.rules} if book else {}


def _conditions(book: Rulebook | None) -> Items:
    conditions = book.conditions.items() if book else ()
    return {name: ("", _plain(condition)) for name, condition in conditions}


def _whole(book: Rulebook | None) -> Data:
    return {"name": _plain(book.name), "min_confidence": book.min_confidence} if book else None


def _plain(model: BaseModel) -> Data:
    return _in_order(model.model_dump(mode="json", by_alias=True, exclude_defaults=True))


def _in_order(data: Data) -> Data:
    """The same with every list of texts sorted: in another order they mean the same."""
    if isinstance(data, dict):
        return {key: _in_order(value) for key, value in data.items()}
    if not isinstance(data, list):
        return data
    items = list(map(_in_order, data))
    return items if _texts(items) is None else sorted(items, key=_written)


def _items(old: Items, new: Items) -> Iterator[ItemDifference]:
    for code in dict.fromkeys([*new, *old]):
        if code not in old:
            yield ItemDifference(Kind.ADDED, code, new[code][0])
        elif code not in new:
            yield ItemDifference(Kind.REMOVED, code, old[code][0])
        elif changes := tuple(_changes("", old[code][1], new[code][1])):
            yield ItemDifference(Kind.CHANGED, code, new[code][0], changes)


def _changes(key: str, old: Data, new: Data) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys([*old, *new]):
            inner = f"{key}.{name}" if key else name
            yield from _changes(inner, old.get(name), new.get(name))
        return
    before, after = _texts(old), _texts(new)
    if before is not None and after is not None:
        yield from _texts_changed(key, old, new, before, after)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _list_changes(key, old, new)
    else:
        yield Change(key, old, new)


def _texts(data: Data) -> list[str] | None:
    """The texts of a list of texts, or of groups of them; None for anything else."""
    if data is None:
        return []
    if not isinstance(data, list):
        return None
    texts: list[str] = []
    for each in data:
        inner = [each] if isinstance(each, str) else _texts(each)
        if inner is None or each is None:
            return None
        texts += inner
    return texts


def _texts_changed(
    key: str, old: Data, new: Data, before: list[str], after: list[str]
) -> Iterator[Change]:
    added = tuple(text for text in dict.fromkeys(after) if text not in set(before))
    removed = tuple(text for text in dict.fromkeys(before) if text not in set(after))
    if added or removed:
        yield Change(key, added=added, removed=removed)
    else:  # grouped otherwise
        yield Change(key, old, new)


def _list_changes(key: str, old: list[Data], new: list[Data]) -> Iterator[Change]:
    """Equal items are paired first, so that one put in front does not change all others."""
    written = list(map(_written, old)), list(map(_written, new))
    matcher = SequenceMatcher(None, *written, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            continue
        for at in range(max(old_to - old_from, new_to - new_from)):
            before = old[old_from + at] if old_from + at < old_to else None
            after = new[new_from + at] if new_from + at < new_to else None
            place = old_from + at if after is None else new_from + at
            yield from _changes(f"{key}[{place}]", before, after)


def _written(data: Data) -> str:
    return json.dumps(data, sort_keys=True)
