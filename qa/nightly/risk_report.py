"""What a night found about the risk of one target."""

from dataclasses import dataclass

from qa.scoring.satisfaction.drift import Shift
from qa.scoring.satisfaction.target import TargetName


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskReport:
    """Scores, choices, and how far the night is from what the model knows."""

    target: TargetName
    model: str
    """What scored: the model folder's name, that of the cold start, or empty for nothing."""
    calibrated: bool
    problem: str
    """Why the model in force could not be used; empty when it was, or when there is none."""
    scored: int = 0
    """Calls of the days that have a risk."""
    unknown: int = 0
    """Judged calls that have none: nobody can read a word of them."""
    chosen: int = 0
    """Calls that were flagged."""
    drift: tuple[Shift, ...] = ()
    """What has left the training window: the risk score first, then features."""
    new_labels: int
    """Labelled calls since the training window; before the first training all there are."""
    retrain: bool
    """Whether they are enough to train."""
