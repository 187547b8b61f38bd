"""Which of the planned calls is heard first."""

from collections.abc import Mapping
from types import MappingProxyType

from qa.scoring.candidates import FAILED, RANDOM
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


def urgency(review: Review) -> int:
    """Greater is heard first: by the gravest reason, then by how many there are besides."""
    ranks = [RANKS.get(reason, 0) for reason in review.reasons]
    return max(ranks, default=0) + min(_MORE, max(0, len(ranks) - 1))
