"""Rule cases: calls written by hand with the verdict that a careful inspector would give.

Every file `<CODE>.yaml` in a folder of cases belongs to one rule. A case runs against every
rulebook that has the rule, or against the `lines` that it names.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from qa.errors import Problem, RulebookError
from qa.rules.engine import judge
from qa.rules.position import Strict
from qa.rules.rulebook import Rulebook, shipped_rulebooks
from qa.rules.verdict import State, Verdict
from qa.rules.written_call import WrittenCall, measured
from qa.yamlfile import load_yaml


class Kind(StrEnum):
    """What a case shows."""

    PASSING = "passing"
    FAILING = "failing"
    NEAR_MISS = "near_miss"
    """Looks like the other: negated, quoted, said by the other role, meant in another sense."""


class Case(WrittenCall):
    """One call and the verdict that it deserves."""

    kind: Kind
    """What it shows; a `near_miss` only looks as if it deserved the other verdict."""
    expect: State
    """The verdict that a careful inspector would give."""
    lines: tuple[str, ...] = ()
    """Business lines whose rulebooks judge it; empty means all that have the rule."""


class CaseFile(Strict):
    """All cases of one rule."""

    code: str
    """The rule; the file is called so, too."""
    cases: tuple[Case, ...]
    """At least three passing, three failing and two near misses."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What a rulebook said to a case."""

    code: str
    line: str
    case: Case
    verdict: Verdict | None
    """None when no rulebook of that line has the rule."""

    @property
    def ok(self) -> bool:
        """Whether the verdict is the expected one."""
        return self.verdict is not None and self.verdict.state is self.case.expect


ENOUGH = {Kind.PASSING: 3, Kind.FAILING: 3, Kind.NEAR_MISS: 2}
"""Cases of each kind that a rule wants before it can be trusted."""


def scarce(
    rulebooks: Mapping[str, Rulebook], results: Iterable[CaseResult]
) -> Mapping[str, Mapping[Kind, int]]:
    """Rules with too few cases: code → how many of each kind are missing."""
    cases = {(result.code, result.case.name): result.case.kind for result in results}
    counts = Counter((code, kind) for (code, _), kind in cases.items())
    codes = dict.fromkeys(rule.code for book in rulebooks.values() for rule in book.rules)
    missing = {
        code: {kind: most - counts[code, kind] for kind, most in ENOUGH.items()} for code in codes
    }
    return {
        code: {kind: count for kind, count in kinds.items() if count > 0}
        for code, kinds in missing.items()
        if any(count > 0 for count in kinds.values())
    }


def run_cases(
    rulebooks: Mapping[str, Rulebook], directory: Path | None = None, codes: Collection[str] = ()
) -> tuple[CaseResult, ...]:
    """Judge every case in `directory` (None: the shipped ones), or only those of some rules.

    Raises:
        RulebookError: all that is wrong with the files of cases.
    """
    folder = directory or shipped_rulebooks() / "cases"
    problems: list[Problem] = []
    results: list[CaseResult] = []
    files = sorted(folder.glob("*.yaml"))
    for path in (path for path in files if not codes or path.stem in codes):
        try:
            file = load_yaml(path, CaseFile)
        except RulebookError as error:
            problems += error.problems
            continue
        if file.code != path.stem:
            what = f"the file holds cases of {file.code}"
            problems.append(Problem(path.name, what, f"call it {file.code}.yaml"))
        results += _results(rulebooks, file)
    if problems:
        raise RulebookError(problems)
    return tuple(results)


def _results(rulebooks: Mapping[str, Rulebook], file: CaseFile) -> Iterator[CaseResult]:
    for case in file.cases:
        having = [
            line
            for line, rulebook in rulebooks.items()
            if any(rule.code == file.code for rule in rulebook.rules)
        ]
        for line in case.lines or having or ("",):
            verdicts = _judged(rulebooks[line], case) if line in rulebooks else ()
            verdict = next((item for item in verdicts if item.code == file.code), None)
            yield CaseResult(file.code, line, case, verdict)


def _judged(rulebook: Rulebook, case: Case) -> tuple[Verdict, ...]:
    transcript = case.transcript()
    return judge(rulebook, case.manifest_row(rulebook.line), transcript, measured(transcript))
