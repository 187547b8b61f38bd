"""JSON Lines: one object a line."""

import json
from collections.abc import Mapping

from qa.errors import Problem
from qa.ingest.table import Row, Table, place, shown


class _RepeatedKeyError(ValueError):
    """An object names a key twice; JSON readers would silently keep the last."""


def read_jsonl(text: str, source: str) -> Table:
    """Reads one object a line; a line that is none is a problem of its own."""
    columns: dict[str, None] = {}
    rows: list[Row] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            cells = _cells(line)
        except (ValueError, RecursionError) as error:
            problems.append(_unreadable(source, number, line, error))
            continue
        columns |= dict.fromkeys(cells)
        rows.append(Row(number, cells))
    return Table(tuple(columns), tuple(rows), tuple(problems))


def as_text(value: object) -> str:
    """A typed value as a CSV cell would say it; nothing and not-a-number say nothing."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _cells(line: str) -> Mapping[str, str]:
    parsed: object = json.loads(line, object_pairs_hook=_object)
    if not isinstance(parsed, dict):
        raise ValueError("not an object")
    return {str(key).strip(): as_text(value) for key, value in parsed.items()}


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    keys = dict(pairs)
    if len(keys) < len(pairs):
        names = [key for key, _ in pairs]
        raise _RepeatedKeyError(next(key for key in names if names.count(key) > 1))
    return keys


def _unreadable(source: str, number: int, line: str, error: Exception) -> Problem:
    if isinstance(error, _RepeatedKeyError):
        what = f"列 {error} 出现了两次 / key {error} appears twice"
        return Problem(place(source, number), what, "只保留一个 / keep one")
    what = f"{shown(line.strip())} 不是 JSON 对象 / is not a JSON object"
    fix = '每行一个对象 / one object a line: {"call_id": "…", "recording": "…", …}'
    return Problem(place(source, number), what, fix)
