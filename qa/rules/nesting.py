"""How conditions refer to each other: never in a circle, and not too deep."""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from qa.rules.condition import Condition

MAX_NESTING = 50
"""Levels of a condition, those of the named conditions that it refers to among them. The shipped
rulebooks have 10; each takes a few levels of Python's own stack, of 1,000, to evaluate."""
Graph = Mapping[str, frozenset[str]]
"""Condition → the conditions that it refers to."""


def in_circles(conditions: Mapping[str, Condition]) -> frozenset[str]:
    """The conditions that depend on themselves, at least one of every circle."""
    return _ordered(_graph(conditions))[1]


def levels(conditions: Mapping[str, Condition]) -> Mapping[str, int]:
    """How deep each condition is nested; those of circles are left out."""
    found: dict[str, int] = {}
    for name in _ordered(_graph(conditions))[0]:
        found[name] = levels_of(conditions[name], found)
    return found


def levels_of(condition: Condition, named: Mapping[str, int]) -> int:
    """How deep a condition is nested, given how deep the named ones are."""
    if condition.parts:
        return 1 + max(levels_of(part, named) for part in condition.parts)
    return 1 + max((named.get(name, 0) for name in condition.referred()), default=0)


def _graph(conditions: Mapping[str, Condition]) -> Graph:
    return {
        name: frozenset(condition.referred()) & conditions.keys()
        for name, condition in conditions.items()
    }


def _ordered(graph: Graph) -> tuple[tuple[str, ...], frozenset[str]]:
    """Conditions after those that they refer to, and those that had to be left out for it."""
    circles: frozenset[str] = frozenset()
    while True:
        rest = {name: to - circles for name, to in graph.items() if name not in circles}
        try:
            return tuple(TopologicalSorter(rest).static_order()), circles
        except CycleError as error:
            circles |= set(error.args[1])
