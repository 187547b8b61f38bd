"""What every scorer answers, whether it has learned or only follows rules."""

from dataclasses import dataclass
from typing import Protocol

from qa.scoring.satisfaction.lot import Lot

REASONS = 3
"""How many reasons an answer has at most."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that raised the risk, in plain words."""

    zh: str
    en: str
    weight: float
    """How much it raised the log odds; comparable within one answer only."""
    turn: int | None = None
    """Index into the talk's utterances; None for what concerns the whole talk."""
    phrase: str | None = None
    """The words of that turn, as transcribed."""


@dataclass(frozen=True, slots=True)
class Risk:
    """How likely it is that a customer went away dissatisfied."""

    probability: float
    """0–1; of a cold start a rank between calls, not a probability."""
    reasons: tuple[Reason, ...]
    """The strongest first, at most `REASONS`."""
    model: str
    """Name of the scorer: `cold-start 1`, or that of the model folder."""
    calibrated: bool
    """Whether `probability` is one: fitted to what people said."""


class Scorer(Protocol):
    """Anything that can say how dissatisfied a customer may be."""

    @property
    def name(self) -> str:
        """What `Risk.model` says."""

    @property
    def calibrated(self) -> bool:
        """Whether probabilities were fitted to what people said."""

    def risks(self, lot: Lot) -> list[Risk]:
        """The risk of each talk, with reasons."""
