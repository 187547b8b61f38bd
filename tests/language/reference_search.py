"""The slowest and simplest search for segments: every spelling, every place, every alignment."""

from collections.abc import Iterator

from slow_segments import acceptable, homophony, is_near

from qa.language.segment import LIGHT
from qa.language.template import Alt, Char, Node, Seq

Place = tuple[int, int]
Cost = tuple[int, int]


def spellings(node: Node) -> set[str]:
    """Every string that a segment stands for."""
    if isinstance(node, Char):
        return {node.char}
    if isinstance(node, Alt):
        return {text for way in node.ways for text in spellings(way)}
    assert isinstance(node, Seq)
    found = {""}
    for part in node.parts:
        found = {left + right for left in found for right in spellings(part)}
    return found


def find(segment: Node, text: str) -> dict[Place, Cost]:
    """Place → fewest (edits, homophones) with which any spelling is heard there."""
    best: dict[Place, Cost] = {}
    for run in spellings(segment) - {""}:
        for start in range(len(text)):
            for end, edits, homophones in _alignments(run, text, start):
                cost = (edits, homophones)
                best[start, end] = min(cost, best.get((start, end), cost))
    return best


def _alignments(run: str, text: str, start: int) -> Iterator[tuple[int, int, int]]:
    if len(run) == 1:
        if text[start] == run:
            yield start + 1, 0, 0
        return
    for end, steps in _ways(run, text, 0, start, ()):
        edits = sum(step == "edit" for step in steps)
        homophones = sum(step for step in steps if isinstance(step, int))
        firm = "edit" not in steps[:2] or "edit" not in steps[-2:]
        if firm and acceptable(len(run), edits, homophones):
            yield end, edits, homophones


Steps = tuple[int | str, ...]


def _ways(run: str, text: str, i: int, t: int, steps: Steps) -> Iterator[tuple[int, Steps]]:
    """All ways to hear run[i:] from text[t:]; a step is an edit or the unlikeness of a match."""
    if steps.count("edit") > 2:
        return
    if i == len(run):
        yield t, steps
        return
    if t < len(text):
        unlike = homophony(run[i], text[t])
        if unlike is not None:
            yield from _ways(run, text, i + 1, t + 1, (*steps, unlike))
        elif is_near(run[i], text[t]):
            yield from _ways(run, text, i + 1, t + 1, (*steps, "edit"))
        beside = (text[t - 1 : t], text[t + 1 : t + 2])
        if i > 0 and (text[t] in LIGHT or text[t] in beside):
            yield from _ways(run, text, i, t + 1, (*steps, "edit"))
    if 0 < i < len(run) - 1 and run[i] in LIGHT:
        yield from _ways(run, text, i + 1, t, (*steps, "edit"))
