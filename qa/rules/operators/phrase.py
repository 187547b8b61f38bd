"""`phrase`: some of these phrases are said, by characters or by sound.

    phrase:
      label: 服务禁语
      phrases: ["@taboo", "爱办(就)?办不办(就)?算了"]
      role: agent
      except: ["我不知道您"]            # a hit that such a phrase overlaps does not count
      except_before: ["如果", "有人"]   # nor one with such a phrase shortly before it
      except_after: ["是(违规|诈骗)"]   # or shortly after it, in the same sentence

True with every counting hit as evidence when there are at least `at_least`, of as many entries
of the list as `match` asks. Otherwise false, or unknown when it may have been said unheard
(`qa.rules.doubts`).
"""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from qa.language.phrases import Hit
from qa.rules.ear import Listener, PhraseHits
from qa.rules.evidence import hit_evidence
from qa.rules.hearing import Hearing, across
from qa.rules.listening import Listening
from qa.rules.logic import Finding, Truth
from qa.rules.operators.base import Operator, PhraseGroups, Phrases
from qa.rules.stretch import Found, Stretch
from qa.rules.verdict import Evidence

_TURNS = re.compile("[。?!;?!;]|但|不过|可是|然而")
"""What ends the reach of an exception: a sentence, or a contradiction."""
_BUT = re.compile("但|不过|可是|然而")
_SENTENCE_ENDS = re.compile("[。?!;?!;]")


class Phrase(Operator, Listening):
    """Some of these phrases are said."""

    phrases: Annotated[PhraseGroups, Field(min_length=1)]
    """What to listen for: phrases, and `@names` of phrase lists."""
    match: Literal["any", "all"] | Annotated[int, Field(ge=1)] = "any"
    """How many entries of `phrases` have to be said; a list counts as one entry."""
    together_in: Literal["scope", "turn", "sentence"] = "scope"
    """Where they have to be said together."""
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
        wanted = (phrase for group in self.phrases for phrase in group)
        return (*wanted, *self.except_, *self.except_before, *self.except_after)

    def listeners(self) -> Iterable[Listener]:
        """Itself."""
        return (self,)

    def evaluate(self, hearing: Hearing) -> Finding:
        """Look for the phrases in the scope."""
        return self.over(hearing, self._look)

    def truth(self, hearing: Hearing) -> Truth:
        """One hit may be enough."""
        enough = self._one_is_enough and self.surely_said(hearing, self)
        return Truth.TRUE if enough else super().truth(hearing)

    @cached_property
    def _one_is_enough(self) -> bool:
        return self.match in ("any", 1) and self.at_least == 1

    def _look(self, hearing: Hearing, part: Stretch) -> Finding:
        found = part.heard(hearing, self)
        sure = self._enough([each for each in found if self.surely(each)])
        perhaps = () if sure else self._enough(found)
        if perhaps:
            return self.suspected(perhaps, self._tell)
        sample = f"(如“{self.example}”)" if self.example else ""
        return self.outcome(hearing, part, f"{self.label}{sample}", sure, self._tell)

    def _tell(self, found: Found) -> Evidence:
        return hit_evidence(found.turn, found.hit, self.label)

    def _enough(self, found: Sequence[Found]) -> Sequence[Found]:
        """All that was found where enough was said together; empty when nowhere."""
        if not found:
            return ()
        wanted = len(self.phrases) if self.match == "all" else 1
        wanted = self.match if isinstance(self.match, int) else wanted
        if wanted == 1 and self.together_in == "scope":
            return found if len(found) >= self.at_least else ()
        places: dict[tuple[int, int], list[Found]] = {}
        for item in found:
            places.setdefault(self._place(item), []).append(item)
        enough = [
            each
            for each in places.values()
            if len(each) >= self.at_least and self._entries(each) >= wanted
        ]
        return [item for each in enough for item in each]

    def _place(self, item: Found) -> tuple[int, int]:
        """What `together_in` keeps apart: turns by identity, sentences by number."""
        if self.together_in == "scope":
            return 0, 0
        sentence = len(_SENTENCE_ENDS.findall(item.turn.text, 0, item.hit.start))
        return id(item.turn), sentence if self.together_in == "sentence" else 0

    def _entries(self, found: Iterable[Found]) -> int:
        said = {item.hit.phrase for item in found}
        return sum(not said.isdisjoint(group) for group in self.phrases)

    def heard_in(self, text: str, hits: PhraseHits, seam: int | None) -> list[Hit]:
        """Hits in one text that no exception takes away, one a place."""
        found = self._hits(hits, self.wanted)
        if seam is not None:
            found = list(across(found, seam))
        if self._voids.isdisjoint(hits):
            return found if len(found) < 2 else self._apart(found)
        voids = [self._hits(hits, phrases) for phrases in self._exceptions]
        return self._apart(hit for hit in found if not self._excepted(hit, text, *voids))

    def _apart(self, hits: Iterable[Hit]) -> list[Hit]:
        """Without those of another phrase for one thing said; entries counted apart are kept."""
        if self.match != "any":
            return list(hits)
        kept: list[Hit] = []
        for hit in hits:
            if not kept or kept[-1].end <= hit.start:
                kept.append(hit)
        return kept

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The phrases listened for."""
        return frozenset(phrase for group in self.phrases for phrase in group)

    @cached_property
    def _exceptions(self) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """Those over a hit, before it and after it."""
        return frozenset(self.except_), frozenset(self.except_before), frozenset(self.except_after)

    @cached_property
    def _voids(self) -> frozenset[str]:
        """All exceptions."""
        return frozenset().union(*self._exceptions)

    def _hits(self, hits: PhraseHits, phrases: frozenset[str]) -> list[Hit]:
        """Good enough hits of some phrases, in order."""
        found: list[Hit] = []
        for phrase in phrases.intersection(hits):
            found += hits[phrase]
        found.sort()
        return found if self.takes_edits else list(filter(self._close_enough, found))

    def _close_enough(self, hit: Hit) -> bool:
        return hit.exact or (self.tolerance == "sound" and not hit.edits)

    def _excepted(
        self,
        hit: Hit,
        text: str,
        over: Sequence[Hit],
        before: Sequence[Hit],
        behind: Sequence[Hit],
    ) -> bool:
        return (
            any(other.start < hit.end and hit.start < other.end for other in over)
            or any(
                other.start < hit.start and self._joined(text, other.end, hit.start)
                for other in before
            )
            or any(
                other.end > hit.end and self._joined(text, hit.end, other.start) for other in behind
            )
        )

    def _joined(self, text: str, start: int, end: int) -> bool:
        """Whether two places are close and, unless that does not matter, in one sentence."""
        barrier = _BUT if self.across_sentences else _TURNS
        return end - start <= self.within and not barrier.search(text[start:end])
