"""A text with its numbers in one form, and where each character of it came from."""

from bisect import bisect_right
from collections.abc import Iterable

from qa.language.edits import Edit, apply
from qa.language.numbers import edits


class OneForm:
    """`text` is the original with every number in its one written form."""

    def __init__(self, original: str) -> None:
        changes = edits(original)
        self.text = apply(original, changes) if changes else original
        self._starts, self._places = _places(changes, len(original))

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The range of the original that `text[start:end]` came from."""
        return self._original(start, last=False), self._original(end, last=True)

    def _original(self, at: int, *, last: bool) -> int:
        # The end of a range belongs to the piece that it closes.
        piece = bisect_right(self._starts, at - last) - 1
        start, end, kept = self._places[piece]
        offset = at - self._starts[piece]
        return start + offset if kept else (end if last else start)


def _places(changes: Iterable[Edit], length: int) -> tuple[list[int], list[tuple[int, int, bool]]]:
    """Where each piece begins in the new text; its range in the old one, whether it was kept."""
    starts, places = [0], []
    at = new = 0
    for change in changes:
        places.append((at, change.start, True))
        new += change.start - at
        starts.append(new)
        places.append((change.start, change.end, False))
        new += len(change.replacement)
        starts.append(new)
        at = change.end
    places.append((at, length, True))
    return starts, places
