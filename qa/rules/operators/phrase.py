"""`phrase`: one of these phrases is said, by characters or by sound.

    phrase:
      label: 服务禁语
      phrases: ["@taboo", "爱办(就)?办不办(就)?算了"]
      role: agent
      except: ["我不知道您"]            # a hit that such a phrase overlaps does not count
      except_before: ["如果", "有人"]   # nor one with such a phrase shortly before it
      except_after: ["是(违规|诈骗)"]   # or shortly after it, in the same sentence

True with every counting hit as evidence when there are at least `at_least`. Otherwise false,
or unknown when it may have been said unheard (`qa.rules.scope`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from qa.call import Role, Turn
from qa.language.phrases import Hit
from qa.rules.evidence import hit_confidence, hit_evidence
from qa.rules.hearing import Hearing, Passage, crosses
from qa.rules.logic import Finding, false, true, unknown
from qa.rules.operators.base import Operator, Phrases
from qa.rules.scope import ROLE_NAMES, Scope, mean_confidence
from qa.rules.verdict import Evidence
from qa.timeline import Span

DOUBTFUL = 0.25
"""Confidence below which a hit only raises a suspicion."""
_TURNS = re.compile("[。?!;?!;]|但|不过|可是|然而")
"""What ends the reach of an exception: a sentence, or a contradiction."""
_BUT = re.compile("但|不过|可是|然而")


@dataclass(frozen=True, slots=True)
class Found:
    """A hit that counts."""

    turn: Turn
    hit: Hit

    @property
    def confidence(self) -> float:
        """0–1."""
        return hit_confidence(self.turn, self.hit)


class Phrase(Operator, Scope):
    """One of these phrases is said."""

    phrases: Annotated[Phrases, Field(min_length=1)]
    """What to listen for."""
    label: str = "关键话术"
    """What the phrases are together, in words for the reader: 开头语, 服务禁语."""
    example: str | None = None
    """A model sentence, shown when it is missing."""
    except_: Annotated[Phrases, Field(alias="except")] = ()
    """A hit overlapped by one of these does not count."""
    except_before: Phrases = ()
    """A hit that follows one of these in the same sentence does not count."""
    except_after: Phrases = ()
    """A hit that is followed by one of these in the same sentence does not count."""
    within: Annotated[int, Field(ge=0, le=60)] = 10
    """How many characters before or after a hit an exception may stand."""
    across_sentences: bool = False
    """Whether an exception may stand in the sentence before or after."""
    tolerance: Literal["characters", "sound", "edits"] = "edits"
    """How a phrase may be heard: as written, as homophones, or with a syllable of four misheard
    (`qa.language.segment`). Goes for the exceptions too."""
    at_least: Annotated[int, Field(ge=1)] = 1
    """How often it has to be said."""

    @property
    def takes_edits(self) -> bool:
        """As `tolerance` says."""
        return self.tolerance == "edits"

    def vocabulary(self) -> Iterable[str]:
        """Those listened for and the exceptions."""
        return (*self.phrases, *self.except_, *self.except_before, *self.except_after)

    def evaluate(self, hearing: Hearing) -> Finding:
        """Look for the phrases in the scope."""
        turns = self.turns(hearing)
        found = list(self.found(hearing, turns))
        ours = [item for item in found if self.surely_ours(item.turn)]
        sure = [item for item in ours if item.confidence >= DOUBTFUL]
        if len(sure) >= self.at_least:
            evidence = [hit_evidence(item.turn, item.hit, self.label) for item in sure]
            return true(*evidence, confidence=max(item.confidence for item in sure))
        if len(found) >= self.at_least:
            return unknown(*(self._suspicion(item) for item in found), confidence=0.5)
        return self._absent(hearing, turns)

    def found(self, hearing: Hearing, turns: Sequence[Turn]) -> Iterator[Found]:
        """Hits in `turns` that no exception takes away, in order."""
        wanted = set(map(id, turns))
        for passage in hearing.passages:
            if id(hearing.turns[passage.first]) in wanted:
                yield from self._in_passage(hearing, passage)

    def _in_passage(self, hearing: Hearing, passage: Passage) -> Iterator[Found]:
        text = passage.turn.text
        hits = hearing.hits(text)
        if not hits:
            return
        mine = self._hits(hits, self._wanted)
        kept: list[Hit] = []
        for hit in mine:
            repeated = any(hit.start < other.end and other.start < hit.end for other in kept)
            if not repeated and crosses(passage, hit) and not self._excepted(hit, text, hits):
                kept.append(hit)
                yield Found(passage.turn, hit)

    @cached_property
    def _wanted(self) -> frozenset[str]:
        return frozenset(self.phrases)

    @cached_property
    def _exceptions(self) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """Those over a hit, before it and after it."""
        return frozenset(self.except_), frozenset(self.except_before), frozenset(self.except_after)

    def _hits(self, hits: Mapping[str, Sequence[Hit]], phrases: frozenset[str]) -> list[Hit]:
        """Good enough hits of some phrases, in order."""
        found = {hit for phrase in phrases & hits.keys() for hit in hits[phrase]}
        return sorted(filter(self._close_enough, found))

    def _close_enough(self, hit: Hit) -> bool:
        return hit.exact or (self.tolerance != "characters" and (self.takes_edits or not hit.edits))

    def _excepted(self, hit: Hit, text: str, hits: Mapping[str, Sequence[Hit]]) -> bool:
        over, before, behind = self._exceptions
        return (
            any(other.start < hit.end and hit.start < other.end for other in self._hits(hits, over))
            or any(
                other.start < hit.start and self._joined(text, other.end, hit.start)
                for other in self._hits(hits, before)
            )
            or any(
                other.end > hit.end and self._joined(text, hit.end, other.start)
                for other in self._hits(hits, behind)
            )
        )

    def _joined(self, text: str, start: int, end: int) -> bool:
        """Whether two places are close and, unless that does not matter, in one sentence."""
        barrier = _BUT if self.across_sentences else _TURNS
        return end - start <= self.within and not barrier.search(text[start:end])

    def _suspicion(self, item: Found) -> Evidence:
        evidence = hit_evidence(item.turn, item.hit, self.label)
        if item.turn.role is Role.UNKNOWN and self.role != "any":
            reason = f"录音不分声道,无法确认是{ROLE_NAMES[self.role]}所说"
        else:
            reason = f"把握度仅 {item.confidence:.0%},需人工确认"
        return replace(evidence, why=f"{evidence.why};{reason}")

    def _absent(self, hearing: Hearing, turns: Sequence[Turn]) -> Finding:
        sample = f"(如“{self.example}”)" if self.example else ""
        why = f"{self.where()}未听到{self.label}{sample}"
        doubts = self.doubts(hearing, turns)
        confidence = mean_confidence(turns) or 0.0
        if doubts:
            return unknown(Evidence(f"{why};{';'.join(doubts)},无法判断"), confidence=confidence)
        where = Span(turns[0].start, turns[-1].end) if self.first or self.last else None
        role = None if self.role == "any" else Role(self.role)
        return false(Evidence(why, span=where, role=role), confidence=confidence)
