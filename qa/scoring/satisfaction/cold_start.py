"""A scorer for a company without labels: what the rules found, and words.

It has learned nothing. Its weights are an opinion, written down here; its number ranks calls and
is no probability. It says so: `calibrated` is false and the name begins with `cold-start`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nlargest
from math import exp, isnan

from qa.call import Role
from qa.rules.verdict import Evidence, State
from qa.scoring.flags import COMPLAINT_RULE, DISSATISFIED_RULE
from qa.scoring.satisfaction import background, lexicon, timing
from qa.scoring.satisfaction.lot import Lot
from qa.scoring.satisfaction.risk import REASONS, Reason, Risk
from qa.scoring.satisfaction.talk import Talk

BASE = -2.0
"""Log odds of a call with nothing remarkable: one in eight."""
RULES = {
    COMPLAINT_RULE: 3.0,
    DISSATISFIED_RULE: 2.5,
    background.REPEATED_CONTACT_RULE: 1.0,
    background.REPEATS_RULE: 0.8,
}
"""What a failed rule adds."""
OTHER_RULE = 0.2
"""What any other failed rule adds: a mistake of the agent's that the customer may not mind."""
WORDS = {
    "anger": ("愤怒用语", "angry words", 0.9),
    "complaint": ("投诉用语", "talk of complaining", 0.7),
    "repetition": ("反复用语", "words like “again and again”", 0.3),
    "waiting": ("等待、催促用语", "words of waiting", 0.2),
    "thanks": ("致谢", "thanks", -0.4),
    "praise": ("肯定", "praise", -0.6),
    "solved": ("表示已解决", "words that it is settled", -0.4),
}
"""What the customer's words of a kind add, each of up to `MOST` times."""
MOST = 3
SHORTEST = 2
"""Characters of a word that a person can be shown as a reason: one alone sounds like many."""
REASON = 0.5
"""What raises the log odds by less is no reason to tell: the customer may not mind it."""
INTERRUPTION = 0.5
"""What one interruption a minute by the customer adds."""


@dataclass(frozen=True, slots=True)
class ColdStart:
    """Scores by rules and lexicon."""

    name: str = "cold-start 1"
    calibrated: bool = False

    def risks(self, lot: Lot) -> list[Risk]:
        """Each talk for itself."""
        return [self.risk(talk) for talk in lot.talks]

    def risk(self, talk: Talk) -> Risk:
        """A rank between 0 and 1 and what made it."""
        found = [*_rules(talk), *_words(talk), *_timing(talk)]
        log_odds = BASE + sum(each.weight for each in found)
        raised = [each for each in found if each.weight >= REASON]
        strongest = nlargest(REASONS, raised, key=lambda each: each.weight)
        return Risk(1 / (1 + exp(-log_odds)), tuple(strongest), self.name, self.calibrated)


def by_rules(talk: Talk) -> float:
    """A rank by the rules alone: what there was before anything was learned or counted."""
    return sum(each.weight for each in _rules(talk))


def _rules(talk: Talk) -> Iterator[Reason]:
    for verdict in talk.verdicts or ():
        if verdict.state is State.FAIL:
            proof = verdict.evidence[0]
            told = f"{verdict.name}:{proof.why}", f"{verdict.code}: {proof.why}"
            turn = _turn_of(talk, proof)
            added = RULES.get(verdict.code, OTHER_RULE)
            yield Reason(*told, added, turn, None if turn is None else proof.quote)


def _words(talk: Talk) -> Iterator[Reason]:
    text = "\n".join(each.text for each in talk.said_by(Role.CUSTOMER))
    counts = lexicon.counts(text, SHORTEST)
    for kind, (zh, en, weight) in WORDS.items():
        if count := min(counts[kind], MOST):
            turn, phrase = _first(talk, kind)
            told = f"客户{zh} {counts[kind]} 处:“{phrase}”", f"{en} of the customer: “{phrase}”"
            yield Reason(*told, weight * count, turn, phrase)


def _first(talk: Talk, kind: str) -> tuple[int | None, str | None]:
    """Turn and words where the customer first says something of a kind."""
    for at, each in enumerate(talk.utterances):
        if each.role is Role.CUSTOMER and (phrase := lexicon.first(each.text, kind, SHORTEST)):
            return at, phrase
    return None, None


def _turn_of(talk: Talk, proof: Evidence) -> int | None:
    """The turn in which the evidence begins."""
    for at, each in enumerate(talk.utterances):
        own = proof.role in (None, each.role)
        if own and proof.span and each.span and each.span.start <= proof.span.start < each.span.end:
            return at
    return None


def _timing(talk: Talk) -> Iterator[Reason]:
    rate = timing.measure(talk)["customer_interrupts"]
    if not isnan(rate) and rate > 0:
        zh, en = f"客户每分钟打断坐席 {rate:.1f} 次", f"{rate:.1f} interruptions a minute"
        yield Reason(zh, en, INTERRUPTION * min(rate, MOST))
