"""What travels between the run and a worker."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.reduction import ForkingPickler
from types import MappingProxyType

from qa.call import Call
from qa.scoring.values import JudgedCall
from qa.timeline import Seconds


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker has loaded its model and waits for calls."""


@dataclass(frozen=True, slots=True)
class Unable:
    """The worker cannot do its work at all, for a reason that concerns every worker."""

    reason: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The recording lies on this machine and its header was read."""

    duration_s: Seconds | None
    """As the header declares it; None when it declares none."""


@dataclass(frozen=True, slots=True)
class Done:
    """The call is judged."""

    judged: JudgedCall
    took_s: Seconds


FromWorker = Ready | Unable | Opened | Done
ToWorker = Call


def _frozen(mapping: dict[object, object]) -> Mapping[object, object]:
    return MappingProxyType(mapping)


def _reduce(mapping: Mapping[object, object]) -> tuple[Callable[..., object], tuple[object]]:
    return _frozen, (dict(mapping),)


# Read-only mappings are part of the value types, but pickle does not know them.
ForkingPickler.register(MappingProxyType, _reduce)
