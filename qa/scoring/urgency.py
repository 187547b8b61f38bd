"""Which of the planned calls is heard first."""

from collections.abc import Mapping
from types import MappingProxyType

from qa.scoring.candidates import FAILED, RANDOM
from qa.scoring.satisfaction.target import PREDICTED
from qa.scoring.values import Flag, Review

RANKS: Mapping[str, int] = MappingProxyType(
    {
        Flag.FATAL.value: 100,
        Flag.COMPLAINT.value: 90,
        Flag.DISSATISFIED.value: 80,
        Flag.PREDICTED_COMPLAINT.value: 75,
        Flag.PREDICTED_DISSATISFIED.value: 70,
        FAILED: 60,
        Flag.NO_SPEECH.value: 50,
        Flag.LONG.value: 40,
        Flag.SHORT.value: 30,
        Flag.NIGHT_SHIFT.value: 20,
        Flag.NEW_AGENT.value: 15,
        RANDOM: 0,
    }
)
"""By reason of the review plan. First what may have broken the law or cost a customer, then what
already annoyed one, then what only may have; then calls of which little is known, of odd
length, and those chosen for who took them. Those drawn by lot can wait."""
_MORE = 4
"""Further reasons that count: fewer than what lies between two ranks."""
STEP = 100
"""Between two numbers of reasons: room for a risk in percent."""


def urgency(review: Review, risks: Mapping[str, float] = MappingProxyType({})) -> int:
    """Greater is heard first: by the gravest reason, then by how many there are besides.

    Of calls that were predicted, the riskier comes first: whoever does not get through all of
    them has heard those that count. Elsewhere the risk says nothing of the order; above all the
    sample drawn by lot must not be heard from its worst end.

    Args:
        review: why the call is planned.
        risks: 0–1, by what was predicted.
    """
    ranks = {reason: RANKS.get(reason, 0) for reason in review.reasons}
    gravest = max(ranks, key=lambda each: ranks[each], default=RANDOM)
    risk = risks.get(PREDICTED[gravest], 0.0) if gravest in PREDICTED else 0.0
    whole = RANKS.get(gravest, 0) + min(_MORE, max(0, len(ranks) - 1))
    return STEP * whole + round((STEP - 1) * risk)
