"""One call_id, one call.

When two rows give one call_id different content, neither is taken: nothing tells which is
right, and a verdict on the wrong agent is worse than a call that waits for a person. Both rows
are reported, so nothing is lost.
"""

from collections import defaultdict
from collections.abc import Sequence

from qa.call import Call
from qa.errors import Problem
from qa.ingest.table import place, rows_besides

Numbered = tuple[int, Call]


def without_duplicates(
    rows: Sequence[Numbered], source: str
) -> tuple[tuple[Call, ...], tuple[Problem, ...], tuple[Problem, ...]]:
    """The calls that are unambiguous, problems for those that are not, warnings for repeats."""
    by_id: dict[str, list[Numbered]] = defaultdict(list)
    for number, call in rows:
        by_id[call.call_id].append((number, call))
    calls, problems, warnings = [], [], []
    for same in by_id.values():
        if any(call != same[0][1] for _, call in same):
            problems += _contradictions(same, source)
            continue
        calls.append(same[0][1])
        if len(same) > 1:
            warnings.append(_repeat(same, source))
    return tuple(calls), tuple(problems), tuple(warnings)


def _contradictions(same: Sequence[Numbered], source: str) -> list[Problem]:
    return [
        Problem(
            place(source, number, "call_id"),
            f"{call.call_id} 与{rows_besides(dict(same), number)}重复但内容不同,都未处理"
            " / is also on these lines with other content; none was taken",
            "改正其中一行的 call_id,或删去错误的行 / correct one call_id or delete the wrong row",
        )
        for number, call in same
    ]


def _repeat(same: Sequence[Numbered], source: str) -> Problem:
    number, call = same[0]
    others = rows_besides(dict(same), number)
    what = f"{call.call_id} 与{others}完全相同,只处理一次 / repeated; taken once"
    return Problem(place(source, number, "call_id"), what)
