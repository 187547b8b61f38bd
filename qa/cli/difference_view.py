"""What differs between rulebooks, for the terminal and for scripts."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from rich.console import Group, RenderableType
from rich.text import Text

from qa.rules.difference import Change, Difference, ItemDifference, Kind
from qa.yamlfile import Data

_KINDS: Mapping[Kind, tuple[str, str, str]] = {
    Kind.ADDED: ("+", "新增 added", "green"),
    Kind.REMOVED: ("−", "删除 removed", "red"),
    Kind.CHANGED: ("~", "修改 changed", "yellow"),
}
_UNSET = "未写 unset"


def difference_view(of: Difference) -> RenderableType:
    """The versions, then what differs, one line a key."""
    none = "无 none"
    head = Text(f"{of.line}: {of.old or none} → {of.new or none}", "bold")
    return Group(head, *(_nothing(of) if not of else _all(of)), "")


def difference_dict(of: Difference) -> dict[str, object]:
    """The same as plain data."""
    return asdict(of)


def _nothing(of: Difference) -> Iterator[Text]:
    same = of.old == of.new
    yield Text(
        "完全相同 / the same"
        if same
        else "规则没有差别,只是注释、排版或顺序不同 / only comments, layout or order differ",
        "dim",
    )


def _all(of: Difference) -> Iterator[Text]:
    yield from _changes(of.other, "")
    yield from _items(of.rules, "规则 rule")
    yield from _items(of.conditions, "命名条件 condition")


def _items(items: Sequence[ItemDifference], what: str) -> Iterator[Text]:
    for item in items:
        mark, kind, style = _KINDS[item.kind]
        yield Text.assemble((f"{mark} {what} {item.code}", style), f" {item.name} {kind}")
        yield from _changes(item.changes, "    ")


def _changes(changes: Sequence[Change], indent: str) -> Iterator[Text]:
    for change in changes:
        if change.added or change.removed:
            yield Text(f"{indent}{change.key}")
            yield from (Text(f"{indent}  + {text}", "green") for text in change.added)
            yield from (Text(f"{indent}  − {text}", "red") for text in change.removed)
        else:
            old, new = _shown(change.old), _shown(change.new)
            yield Text(f"{indent}{change.key}: {old} → {new}")


def _shown(value: Data) -> str:
    if value is None:
        return _UNSET
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
