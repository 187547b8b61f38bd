"""What it costs to hear one run of syllables as another: the table in `qa.language.runs`."""

from qa.language.sounds import NEGATIONS, code_of, near, sound_of, sounds_in

HOMOPHONE_TONE, HOMOPHONE, HOMOPHONE_FOLDED = 1, 2, 3
EDIT = 20
"""A near sound, a syllable too many, a light one too few."""
FAR = 2 * EDIT
NEAR_IN_THREE = 6
_LIGHT = frozenset("的地得了个您你我们就也都还把给在这那吗吧嘛请是")
"""Syllables that are spoken so lightly that recognisers lose them."""
_FAR_FROM = 9
"""Length from which one syllable may be anything: no other sentence is that close."""


def budget(length: int) -> int:
    """The most that a run of so many syllables may cost."""
    if length <= 3:
        return (0, 0, 3, 6)[length]
    return EDIT + length if length <= 6 else 2 * EDIT + min(length, EDIT - 1)


class Run:
    """A stretch of characters with all that is needed to compare it with a text."""

    __slots__ = ("_costs", "_deletions", "codes", "folded", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        contexts = sounds_in(text)
        self.folded = tuple(
            frozenset((context.folded, sound_of(char).folded))
            for char, context in zip(text, contexts, strict=True)
        )
        self.codes = tuple(frozenset(map(code_of, folded)) for folded in self.folded)
        self._costs: tuple[dict[str, int | None], ...] = tuple({} for _ in text)
        self._deletions = tuple(self._deletion(index) for index in range(len(text)))

    def __len__(self) -> int:
        return len(self.text)

    def cost(self, index: int, char: str) -> int | None:
        """What it costs to have heard `char` for the syllable at `index`; None: impossible."""
        costs = self._costs[index]
        if char not in costs:
            costs[char] = self._cost(index, char)
        return costs[char]

    def deletion(self, index: int) -> int | None:
        """What it costs to have heard nothing for the syllable at `index`; None: impossible."""
        return self._deletions[index]

    def insertion(self, char: str) -> int | None:
        """What it costs to have heard `char` on top; None: impossible."""
        return EDIT if len(self) > 3 and _pliable(char) else None

    def _deletion(self, index: int) -> int | None:
        inside = 0 < index < len(self) - 1
        return EDIT if inside and len(self) > 3 and self.text[index] in _LIGHT else None

    def _cost(self, index: int, char: str) -> int | None:
        if char == self.text[index]:
            return 0
        if len(self) == 1:
            return None
        return self._homophone(index, char) or self._substitution(index, char)

    def _homophone(self, index: int, char: str) -> int | None:
        heard = sound_of(char)
        for sound in (sounds_in(self.text)[index], sound_of(self.text[index])):
            if heard.toned == sound.toned:
                return HOMOPHONE_TONE
            if heard.plain == sound.plain:
                return HOMOPHONE
            if heard.folded == sound.folded:
                return HOMOPHONE_FOLDED
        return None

    def _substitution(self, index: int, char: str) -> int | None:
        if not (_pliable(char) and _pliable(self.text[index])) or len(self) < 3:
            return None
        heard = sound_of(char).folded
        if any(heard in near(folded) for folded in self.folded[index]):
            return NEAR_IN_THREE if len(self) == 3 else EDIT
        return FAR if len(self) >= _FAR_FROM else None


def _pliable(char: str) -> bool:
    """Whether an edit may touch a character: Chinese, and not a negation."""
    return char not in NEGATIONS and "\u3400" <= char <= "\u9fff"


def align(
    run: Run, index: int, stop: int, chars: str, at: int, budget: int
) -> tuple[int, int, int] | None:
    """The cheapest way to hear `run[index:stop]` from `chars[at]` on, in either direction.

    The direction is that from `index` to `stop`. Gives cost, edits, and the index in `chars`
    just past the alignment; None when it costs more than `budget`.
    """
    if index == stop:
        return 0, 0, at
    step = 1 if stop > index else -1
    options: list[tuple[int | None, int, int]] = [(run.deletion(index), index + step, at)]
    if 0 <= at < len(chars):
        char = chars[at]
        options.append((run.cost(index, char), index + step, at + step))
        options.append((run.insertion(char), index, at + step))
    best: tuple[int, int, int] | None = None
    for cost, next_index, next_at in options:
        if cost is None or cost > budget:
            continue
        rest = align(run, next_index, stop, chars, next_at, budget - cost)
        if rest and (best is None or (rest[0] + cost, rest[1]) < best[:2]):
            best = (rest[0] + cost, rest[1] + cost // EDIT, rest[2])
    return best
