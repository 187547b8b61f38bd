"""Which columns of a table are which."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from difflib import get_close_matches

from qa.call import MANIFEST_COLUMNS, Call
from qa.errors import ManifestError, Problem
from qa.ingest.table import Table, shown

ALIKE = 0.75
"""difflib's ratio from which a name looks like a misspelt one: `strated_at` has 0.9."""


@dataclass(frozen=True, slots=True)
class Contract:
    """The columns that a kind of table has."""

    names: tuple[str, ...]
    required: tuple[str, ...]
    others: str
    """What becomes of other columns, for the reader of a warning."""


MANIFEST = Contract(
    names=MANIFEST_COLUMNS,
    required=tuple(
        field.name
        for field in fields(Call)
        if field.default is MISSING and field.default_factory is MISSING
    ),
    others="已作为附加属性保留 / unknown column, kept as an attribute",
)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table, by what they mean."""

    contract: Contract
    known: Mapping[str, str]
    """From a name of the contract to the name as written."""
    attributes: tuple[str, ...]
    """All others, as written."""
    warnings: tuple[Problem, ...]
    """Attributes that look like misspelt columns of the contract."""


def identify(table: Table, source: str, contract: Contract) -> Columns:
    """Finds the contract's columns; case, blanks and hyphens in their names do not matter.

    Raises:
        ManifestError: required columns are missing, or one stands there twice.
    """
    known = {_plain(name): name for name in table.columns if _plain(name) in contract.names}
    attributes = tuple(name for name in table.columns if _plain(name) not in contract.names)
    absent = [name for name in contract.names if name not in known]
    suspects = {name: close for name in attributes if (close := _meant(name, absent))}
    problems = [
        *_repeated(table.columns, source),
        *_missing(table.columns, known, suspects, source, contract.required),
    ]
    if problems:
        raise ManifestError(problems)
    warnings = tuple(_misspelt(suspects, source, contract.others))
    return Columns(contract, known, attributes, warnings)


def _plain(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.strip().casefold())


def _meant(name: str, absent: Sequence[str]) -> str | None:
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
    names: Sequence[str],
    known: Mapping[str, str],
    suspects: Mapping[str, str],
    source: str,
    required: Sequence[str],
) -> list[Problem]:
    if not known and not suspects:
        what = f"没有任何认识的列,第一行是 {shown(','.join(names))} / none of the known columns"
        return [Problem(source, what, "必需的列 / required: " + "、".join(required))]
    problems = []
    for column in required:
        if column not in known:
            written = next((name for name, meant in suspects.items() if meant == column), None)
            what = f"缺少必需的列 {column} / required column is missing"
            fix = f"是否把 {shown(written)} 改为 {column}?" if written else "在表头加上这一列"
            problems.append(Problem(source, what, fix))
    return problems


def _misspelt(suspects: Mapping[str, str], source: str, others: str) -> list[Problem]:
    return [
        Problem(
            source,
            f"不认识列 {shown(name)},{others}",
            f"是否想写 {meant}? / did you mean {meant}?",
        )
        for name, meant in suspects.items()
    ]
