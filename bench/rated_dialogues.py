"""Dialogues with customers' satisfaction as people judged it, and the same with misheard words."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pypinyin import Style, lazy_pinyin

from qa.call import Role
from qa.scoring.satisfaction.talk import Talk, Utterance

DISSATISFIED = -0.5
"""Mean opinion, −2…2, down to which a dialogue counts as dissatisfied."""
SPREAD = 0.25
"""How fast the degree falls above that: at a mean opinion of 0 it is 0.12."""
MISHEARD = 0.2
"""Share of the characters that another of the same sound replaces."""
_ROLES = {"customer": Role.CUSTOMER, "helpdesk": Role.AGENT}


@dataclass(frozen=True, slots=True)
class Rated:
    """Dialogues and what people said of them."""

    talks: Sequence[Talk]
    opinion: NDArray[np.float64]
    """Mean over the annotators, −2…2, a value a dialogue."""

    @property
    def dissatisfied(self) -> NDArray[np.bool_]:
        """Yes or no, as a single rating says it."""
        return self.opinion <= DISSATISFIED

    @property
    def degree(self) -> NDArray[np.float64]:
        """0–1, as several opinions on one dialogue say it; 0.5 at the threshold."""
        return 1 / (1 + np.exp((self.opinion - DISSATISFIED) / SPREAD))


def load(path: Path) -> Rated:
    """A file with one JSON object a line: `id`, `turns` of `sender` and `text`, `S_mean`."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    talks = [
        Talk(
            talk_id=row["id"],
            utterances=tuple(
                Utterance(_ROLES[turn["sender"]], turn["text"]) for turn in row["turns"]
            ),
        )
        for row in rows
    ]
    return Rated(talks, np.array([row["S_mean"] for row in rows]))


def misheard(talks: Sequence[Talk], rng: np.random.Generator) -> list[Talk]:
    """The same with homophones in place of some characters, as a recogniser writes them.

    Readings are taken in context (pypinyin), as a recogniser hears words and not characters.
    """
    texts = [each.text for talk in talks for each in talk.utterances]
    homophones = _homophones(texts)

    def heard(text: str) -> str:
        pairs = zip(text, _sounds(text), rng.random(len(text)), strict=True)
        return "".join(
            _one_of(homophones[sound], rng) if draw < MISHEARD and sound in homophones else char
            for char, sound, draw in pairs
        )

    return [
        replace(
            talk,
            utterances=tuple(replace(each, text=heard(each.text)) for each in talk.utterances),
        )
        for talk in talks
    ]


def _one_of(chars: Sequence[str], rng: np.random.Generator) -> str:
    return chars[rng.integers(len(chars))]


def _homophones(texts: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Sound → the Chinese characters that these texts have for it, each once."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for text in texts:
        for char, sound in zip(text, _sounds(text), strict=True):
            if "\u4e00" <= char <= "\u9fff":
                found[sound].add(char)
    return {sound: sorted(chars) for sound, chars in found.items()}


def _sounds(text: str) -> list[str]:
    """A toneless syllable a character."""
    return list(lazy_pinyin(text, style=Style.NORMAL, errors=list))  # type: ignore[arg-type]
