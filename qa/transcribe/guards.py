"""What Whisper writes that nobody said.

Trained on subtitles, it fills faint or unclear stretches with the credits of video channels,
and now and then repeats one phrase until the window is full.
"""

import re
from collections.abc import Sequence

from qa.call import Word
from qa.language.numerals import NUMERALS
from qa.timeline import Seconds

_CREDITS = re.compile(
    r"请不吝(点赞|订阅)|点赞.{0,6}订阅|订阅.{0,2}(转发|打赏)|订阅.{0,2}[我本]们?的?频道"
    r"|字幕(由|志愿者|制作|组|提供)|明镜与?点点|[Aa]mara\.?org"
    r"|谢谢(观看|收看|大家观看)|(感谢|多谢)(您的?)?(观看|收看)|优优独播剧场|中文字幕|^\W*字幕"
    # The prompt given back, or its end.
    r"|公司客服热线的电话录音|^\W*((的?电)?话)?录音\W*$"
    r"|[Tt]hanks? (you )?for watching|[Ss]ubtitles? by"
)
_MOST_CHARACTERS_A_SECOND = 14.0
"""Twice the fastest speech that can be followed (400 characters a minute are 6.7 a second)."""
_REPEATS = re.compile(r"(.{1,12}?)\1{4,}")
_KEPT_REPEATS = 2


def is_invented(text: str, duration_s: Seconds) -> bool:
    """Whether a piece's text cannot have been said in it."""
    spoken = re.sub(r"[^\w]", "", text)
    too_fast = len(spoken) > 6 and len(spoken) > _MOST_CHARACTERS_A_SECOND * duration_s
    return too_fast or _CREDITS.search(text) is not None


def without_loops(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words without a phrase's fifth and further repetitions in a row, keeping two.

    Nobody says anything more than four times running but in anger, and then twice shows it.
    Numerals stay: an account number may hold five noughts.
    """
    text = "".join(word.text for word in words)
    dropped: set[int] = set()
    for loop in _REPEATS.finditer(text):
        unit = loop.end(1) - loop.start(1)
        if not re.fullmatch(rf"[\d\W_{NUMERALS}]+", loop[1]):
            dropped.update(range(loop.start() + unit * _KEPT_REPEATS, loop.end()))
    if not dropped:
        return tuple(words)
    kept: list[Word] = []
    at = 0
    for word in words:
        left = "".join(c for i, c in enumerate(word.text, at) if i not in dropped)
        at += len(word.text)
        if left:
            kept.append(Word(word.start, word.end, left, word.confidence))
    return tuple(kept)
