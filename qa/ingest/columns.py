"""Which columns of a manifest are which."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from difflib import get_close_matches

from qa.call import MANIFEST_COLUMNS, Call
from qa.errors import ManifestError, Problem
from qa.ingest.table import Table, shown

REQUIRED = tuple(
    field.name
    for field in fields(Call)
    if field.default is MISSING and field.default_factory is MISSING
)
ALIKE = 0.75
"""difflib's ratio from which a name looks like a misspelt one: `strated_at` has 0.9."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a manifest, by what they mean."""

    known: Mapping[str, str]
    """From a name of the contract to the name as written."""
    attributes: tuple[str, ...]
    """All others, as written."""
    warnings: tuple[Problem, ...]
    """Attributes that look like misspelt columns of the contract."""


def identify(table: Table, source: str) -> Columns:
    """Finds the contract's columns; case, blanks and hyphens in their names do not matter.

    Raises:
        ManifestError: required columns are missing, or one stands there twice.
    """
    known = {_plain(name): name for name in table.columns if _plain(name) in MANIFEST_COLUMNS}
    attributes = tuple(name for name in table.columns if _plain(name) not in MANIFEST_COLUMNS)
    suspects = {name: close for name in attributes if (close := _meant(name, known))}
    problems = [
        *_repeated(table.columns, source),
        *_missing(table.columns, known, suspects, source),
    ]
    if problems:
        raise ManifestError(problems)
    return Columns(known, attributes, tuple(_misspelt(suspects, source)))


def _plain(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.strip().casefold())


def _meant(name: str, known: Mapping[str, str]) -> str | None:
    absent = [column for column in MANIFEST_COLUMNS if column not in known]
    close = get_close_matches(_plain(name), absent, n=1, cutoff=ALIKE)
    return close[0] if close else None


def _repeated(names: Sequence[str], source: str) -> list[Problem]:
    counts = Counter(map(_plain, names))
    return [
        Problem(source, f"列 {name} 出现了 {count} 次 / column appears {count} times", "只保留一个")
        for name, count in counts.items()
        if count > 1
    ]


def _missing(
    names: Sequence[str], known: Mapping[str, str], suspects: Mapping[str, str], source: str
) -> list[Problem]:
    if not known and not suspects:
        what = f"没有任何清单的列,第一行是 {shown(','.join(names))} / none of a manifest's columns"
        return [Problem(source, what, "必需的列 / required: " + "、".join(REQUIRED))]
    problems = []
    for column in REQUIRED:
        if column not in known:
            written = next((name for name, meant in suspects.items() if meant == column), None)
            what = f"缺少必需的列 {column} / required column is missing"
            fix = f"是否把 {shown(written)} 改为 {column}?" if written else "在表头加上这一列"
            problems.append(Problem(source, what, fix))
    return problems


def _misspelt(suspects: Mapping[str, str], source: str) -> list[Problem]:
    return [
        Problem(
            source,
            f"不认识列 {shown(name)},已作为附加属性保留 / unknown column, kept as an attribute",
            f"是否想写 {meant}? / did you mean {meant}?",
        )
        for name, meant in suspects.items()
    ]
