"""Verdicts against an inspector's."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

from bench.calls import Expected, Sample
from bench.matching import Hits
from bench.table import Grid, Line, Outcome, Target
from bench.workbench import Workbench
from qa.rules.verdict import State, Verdict
from qa.scoring.values import JudgedCall

BOTH = Target("≥", 0.95)
_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One rule on one call."""

    call_id: str
    rule: str
    roles_known: bool
    """Whether the recording has the parties apart."""
    truth: str
    ours: str
    reason: str
    """The inspector's."""
    why: str
    """Ours."""

    @property
    def hits(self) -> Hits:
        """As a search for `fail`: undetermined is not found, and not found wrongly."""
        there, found = self.truth == State.FAIL, self.ours == State.FAIL
        return Hits(there and found, found and not there, there and not found)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """All judgements of the night."""

    judgements: tuple[Judgement, ...]

    def outcome(self) -> Outcome:
        """Precision and recall of `fail` over all; the rest says where it comes from."""
        every = _hits(self.judgements)
        apart = _hits(each for each in self.judgements if each.roles_known)
        count = f"{every.right + every.missed} fails in {len(self.judgements)} verdicts"
        lines = [
            Line("precision of fail", every.precision, "", BOTH, count, 3),
            Line("recall of fail", every.recall, "", BOTH, count, 3),
            Line("precision of fail, roles known", apart.precision, digits=3),
            Line("recall of fail, roles known", apart.recall, digits=3),
            Line("same verdict of four", _share(self._same(), self.judgements), digits=3),
            Line("undetermined where an inspector decides", self._undecided(), digits=0),
        ]
        wrong = [each for each in self.judgements if each.truth != each.ours]
        details: dict[str, object] = {
            "rules": {rule: asdict(hits) for rule, hits in self.by_rule().items()},
            "disagreements": [asdict(each) for each in wrong],
        }
        return Outcome(lines, [self._rules(), _disagreements(wrong)], details)

    def by_rule(self) -> Mapping[str, Hits]:
        """The search for `fail` of each rule."""
        rules = sorted({each.rule for each in self.judgements})
        return {rule: _hits(j for j in self.judgements if j.rule == rule) for rule in rules}

    def _same(self) -> int:
        return sum(each.truth == each.ours for each in self.judgements)

    def _undecided(self) -> int:
        undetermined = State.UNDETERMINED
        return sum(each.ours == undetermined != each.truth for each in self.judgements)

    def _rules(self) -> Grid:
        header = ("rule", "right", "wrong", "missed", "precision", "recall", "undetermined")
        rows = []
        for rule, hits in self.by_rule().items():
            undetermined = sum(
                j.rule == rule and j.ours == State.UNDETERMINED for j in self.judgements
            )
            numbers = (hits.right, hits.wrong, hits.missed)
            rates = ("—" if r is None else f"{r:.2f}" for r in (hits.precision, hits.recall))
            rows.append((rule, *map(str, numbers), *rates, str(undetermined)))
        return Grid("fail by rule", header, rows)


def verdicts(bench: Workbench) -> Verdicts:
    """Compare every verdict of the night."""
    found = (each for sample, judged in bench.night.judged() for each in compare(sample, judged))
    return Verdicts(tuple(found))


def compare(sample: Sample, judged: JudgedCall) -> Iterator[Judgement]:
    """Every rule that either side knows; a rule that one does not know does not apply there."""
    nothing = Expected(State.NOT_APPLICABLE)
    ours = {verdict.code: verdict for verdict in judged.verdicts}
    for rule in sorted({*sample.truth.verdicts, *ours}):
        expected = sample.truth.verdicts.get(rule, nothing)
        verdict = ours.get(rule)
        yield Judgement(
            call_id=sample.call.call_id,
            rule=rule,
            roles_known=sample.truth.roles_known,
            truth=expected.state,
            ours=verdict.state if verdict else State.NOT_APPLICABLE,
            reason=expected.reason,
            why=_why(verdict),
        )


def _why(verdict: Verdict | None) -> str:
    if verdict is None:
        return "no such rule in the rulebook"
    return "; ".join(
        f"{each.why}「{each.quote}」" if each.quote else each.why for each in verdict.evidence
    )


def _hits(judgements: Iterable[Judgement]) -> Hits:
    return sum((each.hits for each in judgements), Hits())


def _share(part: int, whole: tuple[Judgement, ...]) -> float | None:
    return part / len(whole) if whole else None


def _disagreements(wrong: list[Judgement]) -> Grid:
    fails_first = sorted(wrong, key=lambda each: State.FAIL not in (each.truth, each.ours))
    rows = [
        (each.call_id, each.rule, each.truth, each.ours, each.why or each.reason)
        for each in fails_first[:_SHOWN]
    ]
    title = f"disagreements, {len(rows)} of {len(wrong)}, all in the JSON file"
    return Grid(title, ("call", "rule", "truth", "ours", "why"), rows)
