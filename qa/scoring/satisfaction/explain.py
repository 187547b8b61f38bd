"""Why a risk is high: the phrases and the circumstances that raised it.

Of the words, every run's share of the log odds is laid back on the characters it came from; the
stretch of a turn with the greatest sum is its phrase. Of the dense features, the question is
asked how much lower the log odds would be if this one were as in an ordinary call.
"""

from collections.abc import Iterator
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from qa.call import Role
from qa.scoring.satisfaction import dense, text
from qa.scoring.satisfaction.feature import UNITS_ZH, Feature
from qa.scoring.satisfaction.features import Features
from qa.scoring.satisfaction.grams import BITS, units
from qa.scoring.satisfaction.learners import BoostedDense, LinearText
from qa.scoring.satisfaction.risk import Reason
from qa.scoring.satisfaction.talk import Talk

Array = NDArray[np.float64]
_Worth = tuple[NDArray[np.int32], Array]
LONGEST_PHRASE = 16
"""Characters: what a person takes in at a glance."""
_ROLES = {Role.CUSTOMER: ("客户", "the customer"), Role.AGENT: ("坐席", "the agent")}


def turns(talk: Talk, features: Features, model: LinearText, weight: float) -> Iterator[Reason]:
    """A reason for each turn whose words raised the log odds.

    Args:
        talk: the talk.
        features: of this talk alone.
        model: what read the words.
        weight: of its score in the calibrated log odds.
    """
    shares = _by_turn(talk, features, model)
    for turn, share in enumerate(shares):
        raised = weight * float(share.sum())
        if raised <= 0:
            continue
        said = talk.utterances[turn]
        start, end = _whole(said.text, *_strongest(share))
        phrase = said.text[start:end]
        zh, en = _ROLES[said.role]
        yield Reason(f"{zh}说“{phrase}”", f"{en} says “{phrase}”", raised, turn, phrase)


def circumstances(features: Features, model: BoostedDense, weight: float) -> Iterator[Reason]:
    """A reason for each dense feature that raised the log odds."""
    row = features.dense[0, model.used]
    ordinary = np.where(np.isfinite(row), model.typical, row)
    changed = np.vstack([row, np.where(np.eye(len(row), dtype=bool), ordinary, row)])
    odds = model.log_odds(changed)
    for at, lower in enumerate(odds[1:]):
        raised = weight * float(odds[0] - lower)
        if raised > 0:
            yield _circumstance(dense.FEATURES[model.used[at]], row[at], ordinary[at], raised)


def _circumstance(feature: Feature, value: float, typical: float, raised: float) -> Reason:
    if feature.unit == "yes":
        no = "" if value else "未出现:", "" if value else "not so: "
        return Reason(no[0] + feature.zh, no[1] + feature.en, raised)
    unit = UNITS_ZH[feature.unit]
    more = value > typical
    return Reason(
        f"{feature.zh}{'偏高' if more else '偏低'}({value:.3g}{unit},一般 {typical:.3g}{unit})",
        f"{'high' if more else 'low'} {feature.en} ({value:.3g}, ordinarily {typical:.3g})",
        raised,
    )


def _by_turn(talk: Talk, features: Features, model: LinearText) -> list[Array]:
    """Of each turn, how much each of its characters raised the score."""
    shares = [np.zeros(len(each.text)) for each in talk.utterances]
    worth = _worth(features, model)
    for number, view in enumerate(text.VIEWS):
        of_view = _by_character(text.words_of(talk, view), view, number << BITS, worth)
        rows = text.turns_of(talk, view)
        lengths = [len(talk.utterances[at].text) for at in rows]
        starts = [0, *accumulate(length + 1 for length in lengths)]
        for at, start, length in zip(rows, starts, lengths, strict=False):
            shares[at] += of_view[start : start + length]
    return shares


def _worth(features: Features, model: LinearText) -> _Worth:
    """What one occurrence of each column of the talk adds to the score."""
    counted, kept = features.counted, model.weighting.kept
    matrix = model.weighting.apply(counted)
    columns = kept[matrix.indices]
    order = np.argsort(counted.indices)
    places = order[np.searchsorted(counted.indices, columns, sorter=order)]
    value = matrix.data * model.coefficients[matrix.indices] / counted.data[places]
    order = np.argsort(columns)
    return columns[order], value[order].astype(np.float64)


def _by_character(words: str, view: text.View, offset: int, worth: _Worth) -> Array:
    """The same over the words of a view; a run shares its worth among its characters."""
    columns, value = worth
    of = units(words, view.unit)
    found = np.zeros(len(of))
    for length, low in zip(view.lengths, text.places(of, view), strict=True):
        if len(low) and len(columns):
            at = np.minimum(np.searchsorted(columns, low + offset), len(columns) - 1)
            of_run = np.where(columns[at] == low + offset, value[at], 0.0)
            found += np.convolve(of_run, np.full(length, 1 / length))
    widths = np.fromiter(map(len, of), dtype=np.int64, count=len(of))
    return np.repeat(found / widths, widths)


def _whole(words: str, start: int, end: int) -> tuple[int, int]:
    """The same stretch without the scraps of sentences at its ends, a third at most of each."""
    scrap = (end - start) // 3
    marks = [at for at in range(start, end) if not words[at].isalnum()]
    before = [at for at in marks if at - start <= scrap]
    after = [at for at in marks if end - at - 1 <= scrap]
    whole = (before[-1] + 1 if before else start), (after[0] if after else end)
    return whole if whole[0] < whole[1] else (start, end)


def _strongest(share: Array) -> tuple[int, int]:
    """Start and end of the stretch with the greatest sum, no longer than a phrase."""
    sums = np.concatenate([[0.0], np.cumsum(share), np.full(LONGEST_PHRASE, -np.inf)])
    ahead = np.lib.stride_tricks.sliding_window_view(sums[1:], LONGEST_PHRASE)[: len(share)]
    gain = ahead.max(axis=1) - sums[: len(share)]
    start = int(gain.argmax())
    return start, start + 1 + int(ahead[start].argmax())
