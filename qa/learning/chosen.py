"""Which calls a night chooses by their risk: as many as people can hear, not all above a number."""

from collections.abc import Mapping, Sequence
from itertools import islice
from types import MappingProxyType

from qa.call import Satisfaction
from qa.scoring.satisfaction.target import PREDICTED, TargetName
from qa.scoring.values import Flag
from qa.store.values import RankedCall

_KNOWN: Mapping[TargetName, Flag] = MappingProxyType(
    {
        TargetName.SATISFACTION: Flag.DISSATISFIED,
        TargetName.COMPLAINT: Flag.COMPLAINT,
    }
)


def flag_of(target: TargetName) -> Flag:
    """The flag of calls that are chosen."""
    return next(Flag(flag) for flag, of in PREDICTED.items() if of is target)


def choose(
    ranked: Sequence[RankedCall], target: TargetName, budget: int, threshold: float
) -> frozenset[str]:
    """The riskiest calls, as many as there is time for.

    Calls of which it is known already take nothing from the budget: they are heard anyway.

    Args:
        ranked: the scored calls of a day, the highest risk first.
        target: what was predicted.
        budget: how many calls.
        threshold: least risk.
    """
    found = (
        each.call_id
        for each in ranked
        if each.risk.probability >= threshold and not _known(each, target)
    )
    return frozenset(islice(found, budget))


def _known(call: RankedCall, target: TargetName) -> bool:
    rated = target is TargetName.SATISFACTION and call.rating is Satisfaction.DISSATISFIED
    return rated or _KNOWN[target] in call.flags
