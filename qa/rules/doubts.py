"""Why something that was not heard may have been said all the same."""

from collections.abc import Sequence

from qa.call import EndedBy, Turn
from qa.rules.hearing import Hearing
from qa.rules.names import ROLE_NAMES
from qa.timeline import Seconds

UNHEARD_S: Seconds = 1.5
"""A voice this long that yields no words may have said anything; a shorter one is a 嗯."""


def doubts_about(
    hearing: Hearing, role: str, turns: Sequence[Turn], needs: Sequence[str]
) -> tuple[str, ...]:
    """The reasons, in words; none when what was not heard was not said.

    Args:
        hearing: the call.
        role: who might have said it.
        turns: where it was looked for.
        needs: what of the recording has to be complete: start, end, file.
    """
    return doubts_and_confidence(hearing, role, turns, needs)[0]


def doubts_and_confidence(
    hearing: Hearing, role: str, turns: Sequence[Turn], needs: Sequence[str]
) -> tuple[tuple[str, ...], float]:
    """The same, and how sure the words of the turns are (0–1; 0 without any)."""
    confidence = mean_confidence(turns)
    doubts = (
        *missing_ends(hearing, needs),
        *_unheard(role, hearing, turns),
        *_poorly_heard(hearing, confidence),
    )
    return doubts, confidence or 0.0


def missing_ends(hearing: Hearing, needs: Sequence[str]) -> list[str]:
    """Which of the ends that are needed (start, end, file) the recording may lack, in words."""
    condition = hearing.condition
    doubts = []
    if "start" in needs and condition.starts_in_speech:
        doubts.append("录音开始时已在说话,开头可能未录全")
    if condition.truncated and {"end", "file"}.intersection(needs):
        doubts.append("录音文件不完整,结尾缺失")
    elif "end" in needs and condition.ends_in_speech and not _hung_up(hearing):
        doubts.append("录音结束时仍在说话,结尾可能未录全")
    return doubts


def _hung_up(hearing: Hearing) -> bool:
    """Whether the call itself ended there, so that the recording lost nothing."""
    return hearing.call.ended_by in (EndedBy.AGENT, EndedBy.CUSTOMER)


def unheard_party(role: str, hearing: Hearing) -> str | None:
    """That a role was not heard at all, in words; None when it was."""
    if not hearing.turns:
        return "整通录音没有听到人声"
    if not hearing.turns_of(role):
        return f"没有听到{ROLE_NAMES[role]}的声音,可能是该声道没有录上"
    return None


def _unheard(role: str, hearing: Hearing, turns: Sequence[Turn]) -> list[str]:
    nobody = unheard_party(role, hearing)
    if nobody:
        return [nobody]
    unheard = max((turn.end - turn.start for turn in turns if not turn.text), default=0.0)
    if unheard >= UNHEARD_S:
        return [f"有 {unheard:.1f} s 的说话声未能识别出文字"]
    return []


def _poorly_heard(hearing: Hearing, confidence: float | None) -> list[str]:
    if confidence is None or confidence >= hearing.min_confidence:
        return []
    return [f"识别把握度仅 {confidence:.0%},低于 {hearing.min_confidence:.0%}"]


def mean_confidence(turns: Sequence[Turn]) -> float | None:
    """Confidence of the turns with words, weighted by their characters; None without any."""
    length, sure = 0, 0.0
    for turn in turns:
        length += len(turn.text)
        sure += turn.confidence * len(turn.text)
    return sure / length if length else None
