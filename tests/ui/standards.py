"""The shipped rulebooks and scorecards, read once for all pages."""

from functools import cache

from qa.api import Workbench
from qa.api.standards import PresentStandards
from qa.config import Settings
from qa.scoring.standards import Standards, load_standards


@cache
def shipped() -> Standards:
    return load_standards(Settings())


def use_shipped(bench: Workbench) -> None:
    """Spare a workbench the seconds that reading them takes."""
    bench._standards = PresentStandards(bench.settings, lambda *_: shipped())
