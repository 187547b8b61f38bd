"""A draft applied to stored calls."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qa.replay.tally import Change, Outcome, Tally
from qa.rules.engine import decide, hear, state
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding
from qa.rules.meaning import only
from qa.rules.rule import Rule, Severity
from qa.rules.rulebook import Rulebook
from qa.rules.verdict import State
from qa.scoring.candidates import Candidate
from qa.scoring.flags import with_failures
from qa.scoring.values import Flag
from qa.store.past import PastCall

Decisions = Mapping[str, tuple[State, Finding | None]]
"""By rule code; no finding where nothing changes that is told with its reasons."""
SettledCodes = Callable[[PastCall], frozenset[str]]
"""The rules whose stored verdicts on a call the draft cannot change."""


@dataclass(frozen=True, slots=True)
class Judging:
    """How to compare."""

    rulebook: Rulebook
    codes: frozenset[str] | None
    """Only these rules; None: all."""
    keep: int
    """Examples of each kind of change."""
    settled: SettledCodes
    _parts: dict[frozenset[str], Rulebook] = field(default_factory=dict)
    """Rules to judge by → the rulebook without the others."""

    def tally(
        self, calls: Sequence[PastCall], in_full: Callable[[Sequence[int]], Sequence[PastCall]]
    ) -> Tally:
        """What changes in these calls.

        Calls are read without their words, and only states are found out, which is enough for
        nearly all. Those in which something changes are read again by `in_full`, and judged with
        their words: only then are times and the confidence of a hit those of the night.
        """
        tally = Tally()
        doubtful: list[int] = []
        for past, hearing, rules in self._heard(calls):
            states = {rule.code: state(rule, hearing) for rule in rules}
            if any(_differs(past, code, after) for code, after in states.items()):
                doubtful.append(past.key)
            else:
                self._count(tally, past, {code: (after, None) for code, after in states.items()})
        for past, hearing, rules in self._heard(in_full(doubtful) if doubtful else ()):
            self._count(tally, past, {rule.code: decide(rule, hearing) for rule in rules})
        return tally

    def _heard(
        self, calls: Sequence[PastCall]
    ) -> Iterator[tuple[PastCall, Hearing, Sequence[Rule]]]:
        """Each call with the rules to judge it by; their texts are searched together."""
        books = [self._book(past) for past in calls]
        hearings = [
            hear(book, past.call, past.transcript, past.measures)
            for book, past in zip(books, calls, strict=True)
        ]
        for ear in dict.fromkeys(book.ear for book in books):
            ear.prepare(
                text
                for book, hearing in zip(books, hearings, strict=True)
                if book.ear is ear
                for text in hearing.texts
            )
        for book, past, hearing in zip(books, calls, hearings, strict=True):
            yield past, hearing, book.rules

    def _book(self, past: PastCall) -> Rulebook:
        """The rules that a call has to be judged by."""
        settled = self.settled(past)
        codes = frozenset(
            rule.code
            for rule in self.rulebook.rules
            if self._asked(rule.code) and rule.code not in settled
        )
        if codes not in self._parts:
            whole = len(codes) == len(self.rulebook.rules)
            self._parts[codes] = self.rulebook if whole else only(self.rulebook, codes)
        return self._parts[codes]

    def _asked(self, code: str) -> bool:
        return self.codes is None or code in self.codes

    def _count(self, tally: Tally, past: PastCall, judged: Decisions) -> None:
        tally.calls += 1
        tally.days.add(past.call.started_at.date())
        settled = self.settled(past)
        kept = {code: (past.states[code], None) for code in settled if self._asked(code)}
        decisions = {**kept, **judged}
        for code, (after, finding) in decisions.items():
            before = past.states.get(code)
            if before is after:
                tally.verdicts[code, before, after] += 1
            else:
                tally.count(_change(past, code, after, finding), self.keep)
        for code in past.states:
            if code not in decisions and self._asked(code):
                tally.count(_change(past, code, None, None), self.keep)
        self._count_review(tally, past, decisions)

    def _count_review(self, tally: Tally, past: PastCall, decisions: Decisions) -> None:
        before = _is_mandatory(past, past.flags)
        states = {code: state for code, (state, _) in decisions.items()}
        if self.codes is not None:
            states = {**past.states, **states}
        failed = [code for code, state in states.items() if state is State.FAIL]
        fatal = [rule.code for rule in self.rulebook.rules if rule.severity is Severity.FATAL]
        after = _is_mandatory(past, with_failures(past.flags, past.call, failed, fatal))
        tally.mandatory_before += before
        tally.mandatory_after += after
        tally.newly_mandatory += after and not before
        tally.no_longer_mandatory += before and not after


def _differs(past: PastCall, code: str, after: State) -> bool:
    """Whether a verdict deserves a second look; that a new rule passes a call is no news."""
    before = past.states.get(code)
    return before is not after and (before is not None or after is State.FAIL)


def _is_mandatory(past: PastCall, flags: Collection[Flag]) -> bool:
    call = past.call
    return bool(Candidate(call.call_id, call.business_line, call.agent_id, flags).mandatory_reasons)


def _change(past: PastCall, code: str, after: Outcome, finding: Finding | None) -> Change:
    evidence = finding.evidence if finding else ()
    placed = [item.span.start for item in evidence if item.span is not None]
    return Change(
        code=code,
        before=past.states.get(code),
        after=after,
        call_id=past.call.call_id,
        started_at=past.call.started_at,
        agent_id=past.call.agent_id,
        recording=past.call.recording,
        at=placed[0] if placed else None,
        why=evidence[0].why if evidence else "",
    )
