"""What is learned, and from whom: the ratings of customers and the decisions of inspectors.

Two out of three customers do not rate a call. Such a call is *unlabelled*: it is neither
satisfied nor dissatisfied, never enters training or evaluation, and is only scored. Counting it
as satisfied would teach the model that silence is contentment, when annoyed customers hang up
before they are asked. An inspector's decision on the call gives it a label like any other.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from qa.call import Satisfaction
from qa.rules.verdict import State
from qa.scoring.flags import COMPLAINT_RULE, DISSATISFIED_RULE
from qa.scoring.values import Flag


class TargetName(StrEnum):
    """What can be learned."""

    SATISFACTION = "satisfaction"
    """That a customer went away dissatisfied."""
    COMPLAINT = "complaint"
    """That a customer complains, or will."""


PREDICTED: Mapping[str, TargetName] = MappingProxyType(
    {
        Flag.PREDICTED_DISSATISFIED: TargetName.SATISFACTION,
        Flag.PREDICTED_COMPLAINT: TargetName.COMPLAINT,
    }
)
"""What the flag of a call that was chosen for its risk predicts."""


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to be predicted.

    A label is a degree from 0 (certainly not) to 1 (certainly): the mean of all opinions known.
    """

    name: TargetName
    rule: str
    """An inspector's decision on this rule is an opinion: fail counts 1, pass 0."""
    ratings: Mapping[Satisfaction, float]
    """Ratings that are opinions. One that is not named, such as neutral, leaves the call
    unlabelled unless an inspector decided."""

    def degree(self, rating: Satisfaction, decisions: Collection[State] = ()) -> float | None:
        """The label of a call; None when nobody gave an opinion."""
        decided = {State.FAIL: 1.0, State.PASS: 0.0}
        opinions = [decided[state] for state in decisions if state in decided]
        if rating in self.ratings:
            opinions.append(self.ratings[rating])
        return sum(opinions) / len(opinions) if opinions else None


def satisfaction(neutral: float | None = None) -> Target:
    """Dissatisfied customers.

    Args:
        neutral: the degree of a neutral rating; None leaves such calls unlabelled.
    """
    ratings = {Satisfaction.DISSATISFIED: 1.0, Satisfaction.SATISFIED: 0.0}
    if neutral is not None:
        ratings[Satisfaction.NEUTRAL] = neutral
    return Target(TargetName.SATISFACTION, DISSATISFIED_RULE, MappingProxyType(ratings))


def complaint() -> Target:
    """Complaints: only an inspector says that a call was one, and that one was not."""
    return Target(TargetName.COMPLAINT, COMPLAINT_RULE, MappingProxyType({}))


def target_of(name: TargetName) -> Target:
    """The target of this name, as it is by default."""
    return satisfaction() if name is TargetName.SATISFACTION else complaint()
