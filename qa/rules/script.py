"""Following a script: which of its steps were said in order, and which were skipped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from qa.rules.stretch import Found


@dataclass(frozen=True, slots=True)
class Heard:
    """A step's phrase, and where in the call it was heard."""

    turn: int
    """Number of the turn among all turns of the call."""
    found: Found

    @property
    def place(self) -> tuple[int, int]:
        """Orders what was heard."""
        return self.turn, self.found.hit.start


@dataclass(frozen=True, slots=True)
class Line:
    """A step of one way through the script, and everywhere that it was heard."""

    number: int
    """Among the steps of the script, from 1."""
    name: str
    points: float
    optional: bool
    heard: Sequence[Heard]


@dataclass(frozen=True, slots=True)
class Followed:
    """One way through the script as it was followed."""

    lines: Sequence[Line]
    taken: Sequence[Heard | None]
    """For every line where it was said in order; None when it was skipped."""

    @property
    def skipped(self) -> list[Line]:
        """Lines that had to be said and were not, or not in order."""
        pairs = zip(self.lines, self.taken, strict=True)
        return [line for line, at in pairs if at is None and not line.optional]

    @property
    def earned(self) -> float:
        """The points of the lines that were said in order."""
        pairs = zip(self.lines, self.taken, strict=True)
        return sum(line.points for line, at in pairs if at is not None)

    @property
    def possible(self) -> float:
        """The points of all lines but the optional ones that were left out."""
        pairs = zip(self.lines, self.taken, strict=True)
        return sum(line.points for line, at in pairs if at is not None or not line.optional)

    @property
    def counting(self) -> int:
        """How many lines there were to say, optional ones that were left out aside."""
        pairs = zip(self.lines, self.taken, strict=True)
        return sum(at is not None or not line.optional for line, at in pairs)

    @property
    def share(self) -> float | None:
        """Of the possible points those earned; None where the script has no points."""
        return self.earned / self.possible if self.possible else None

    def neighbours(self, number: int) -> tuple[Heard | None, Heard | None]:
        """The nearest lines before and after the `number`-th of this way that were said."""
        before = [at for at in self.taken[:number] if at]
        after = [at for at in self.taken[number + 1 :] if at]
        return (before[-1] if before else None, after[0] if after else None)


def best_way(
    ways: Iterable[Sequence[Line]], look_ahead: int | None, *, in_order: bool = True
) -> Followed:
    """Of several ways through a script the one that was followed best.

    Fewest skipped lines, then most points, then the way that stands first.
    """
    followed = [follow(way, look_ahead) if in_order else tick_off(way) for way in ways]
    return min(followed, key=lambda each: (len(each.skipped), -each.earned))


def follow(lines: Sequence[Line], look_ahead: int | None) -> Followed:
    """The most lines that can be taken as said one after the other.

    Dynamic programming over every place where a line was heard: a stray phrase early or late
    does not make the lines between count as skipped. `look_ahead` bounds the turns from one
    line to the next.
    """
    best: dict[tuple[int, int], tuple[int, tuple[tuple[int, Heard], ...]]] = {}
    for number, line in enumerate(lines):
        for at, heard in enumerate(line.heard):
            chains = [
                chain
                for (earlier, _), chain in best.items()
                if earlier < number and _follows(heard, chain[1][-1][1], look_ahead)
            ]
            length, before = max(chains, key=lambda chain: chain[0], default=(0, ()))
            # A line that has to be said is worth more than any number that need not.
            worth = 1 if line.optional else len(lines) + 1
            best[number, at] = (length + worth, (*before, (number, heard)))
    _, chain = max(best.values(), key=lambda each: each[0], default=(0, ()))
    taken = dict(chain)
    return Followed(lines, [taken.get(number) for number in range(len(lines))])


def tick_off(lines: Sequence[Line]) -> Followed:
    """The lines that were said, whatever their order: each where it was heard first."""
    return Followed(lines, [line.heard[0] if line.heard else None for line in lines])


def _follows(heard: Heard, before: Heard, look_ahead: int | None) -> bool:
    near = look_ahead is None or heard.turn - before.turn <= look_ahead
    return near and before.place < heard.place


def ways(parts: Sequence[Sequence[Sequence[Line]]]) -> Iterable[tuple[Line, ...]]:
    """Every way through parts that each offer some sequences of lines."""
    for choice in product(*parts):
        yield tuple(line for lines in choice for line in lines)
