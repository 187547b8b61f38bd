"""`regex`: a regular expression matches within one turn.

    regex:
      label: 报出工号
      pattern: 工号[^,。]{0,3}[0-9]{3,6}
      except: 工号是多少
      role: agent

By characters only; for what may be misspelt by sound use `phrase`. True with every match as
evidence; otherwise false, or unknown when it may have been said unheard. What a pattern may
hold is bounded: see `qa.rules.operators.pattern`.
"""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

from qa.language.phrases import Hit
from qa.rules.ear import Listener, PhraseHits
from qa.rules.evidence import clock
from qa.rules.hearing import Hearing
from qa.rules.listening import Listening
from qa.rules.logic import Finding, Truth
from qa.rules.names import ROLE_NAMES
from qa.rules.operators.base import Operator
from qa.rules.operators.pattern import matches, safe_pattern
from qa.rules.stretch import Found, Stretch
from qa.rules.verdict import Evidence

Pattern = Annotated[
    str, AfterValidator(safe_pattern), WithJsonSchema({"type": "string", "format": "regex"})
]


class Regex(Operator, Listening):
    """A regular expression matches within one turn."""

    pattern: Pattern
    """What to look for."""
    except_: Annotated[Pattern | None, Field(alias="except")] = None
    """A match overlapped by a match of this does not count."""
    label: str = "指定内容"
    """What the pattern stands for, in words for the reader."""

    def evaluate(self, hearing: Hearing) -> Finding:
        """Look for the pattern in the scope."""
        return self.over(hearing, self._look)

    def truth(self, hearing: Hearing) -> Truth:
        """One hit is enough."""
        return Truth.TRUE if self.surely_said(hearing, self) else super().truth(hearing)

    def _look(self, hearing: Hearing, part: Stretch) -> Finding:
        return self.outcome(hearing, part, self.label, part.heard(hearing, self), self._tell)

    def listeners(self) -> Iterable[Listener]:
        """Itself."""
        return (self,)

    @property
    def wanted(self) -> None:
        """It listens to any text."""

    def heard_in(self, text: str, hits: PhraseHits, seam: int | None) -> list[Hit]:  # noqa: ARG002
        """Matches in one turn that no exception overlaps."""
        if seam is not None:
            return []
        pattern, excepted = self._compiled
        found = matches(pattern, text)
        voids = matches(excepted, text) if found and excepted else ()
        return [
            Hit(start, end, self.pattern, True, 0, 1)
            for start, end in found
            if not voids or not any(left < end and start < right for left, right in voids)
        ]

    @cached_property
    def _compiled(self) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
        return re.compile(self.pattern), re.compile(self.except_) if self.except_ else None

    def _tell(self, found: Found) -> Evidence:
        turn, span = found.turn, found.span
        who = ROLE_NAMES[turn.role.value]
        return Evidence(
            f"{who}在 {clock(span.start)} 说“{found.said}”,属于{self.label}",
            span=span,
            role=turn.role,
            quote=found.quote,
            matched=self.pattern,
        )
