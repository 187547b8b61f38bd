"""Calls and results to store."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

from qa.call import AudioCondition, Call, Role, Transcript, Turn, Word
from qa.measures.values import Measures, Metrics, Silence
from qa.rules.verdict import Evidence, State, Verdict
from qa.scoring.values import Failure, Flag, ItemState, JudgedCall, Provenance, Score, ScoreItem
from qa.timeline import Span

CHINA = timezone(timedelta(hours=8))
NINE = datetime(2026, 3, 2, 9, tzinfo=CHINA)
NOW = datetime(2026, 3, 3, 1, 30, tzinfo=UTC)
METRICS = Metrics(
    agent_talk_s=1.5,
    customer_talk_s=None,
    silence_s=3.25,
    overtalk_s=None,
    agent_talk_share=0.1 + 0.2,
    customer_talk_share=None,
    agent_speech_rate_cpm=240.0,
    customer_speech_rate_cpm=None,
    interruptions_by_agent=0,
    interruptions_by_customer=None,
    longest_silence_s=3.25,
    longest_monologue_s=None,
    first_response_s=0.4,
    agent_level_dbfs=-21.5,
    customer_level_dbfs=None,
    mean_confidence=0.75,
)


def a_call(number: int = 0, **changed: object) -> Call:
    """A call that started `number` minutes after nine."""
    values: dict[str, object] = {
        "call_id": f"call-{number}",
        "recording": f"/recordings/{number}.wav",
        "started_at": NINE + timedelta(minutes=number),
        "business_line": "inbound",
        "agent_id": "A001",
    }
    return Call(**values | changed)  # type: ignore[arg-type]


def calls(count: int) -> list[Call]:
    return [a_call(number) for number in range(count)]


def ids(calls: Sequence[Call]) -> list[str]:
    return [call.call_id for call in calls]


def a_turn(text: str, start: float = 0.0, role: Role = Role.AGENT) -> Turn:
    words = tuple(Word(start + i / 8, start + (i + 1) / 8, c, 0.5) for i, c in enumerate(text))
    return Turn(start, start + 2, role, text, text, 0.9, words)


def a_transcript(*turns: Turn, sha256: str = "aa") -> Transcript:
    return Transcript(
        duration_s=60.5,
        turns=turns or (a_turn("您好"),),
        speech={Role.AGENT: (Span(0, 2),), Role.CUSTOMER: ()},
        condition=AudioCondition(channels=2, sample_rate_hz=8000),
        recogniser="base int8 greedy",
        audio_sha256=sha256,
    )


def judged(call: Call, *turns: Turn, pipeline: str = "p1", sha256: str = "aa") -> JudgedCall:
    """A call that was judged, with something of everything."""
    return JudgedCall(
        call=call,
        provenance=Provenance(pipeline, "base int8 greedy", "inbound@0123456789ab", sha256),
        transcript=a_transcript(*turns, sha256=sha256),
        measures=Measures((Silence(Span(3, 6.25), True),), (), METRICS, Role.AGENT),
        verdicts=(
            Verdict("OPEN-GREETING", "开头语", State.PASS),
            Verdict(
                "TALK-PROMISE",
                "承诺收益",
                State.FAIL,
                fatal=True,
                evidence=(Evidence("坐席承诺了收益", Span(1, 2), Role.AGENT, "保本", "保本"),),
            ),
        ),
        flags=(Flag.LONG, Flag.FATAL),
        score=Score(
            "inbound@1", 0.0, 100.0, True, (ScoreItem("OPEN", 10.0, 10.0, ItemState.SCORED),)
        ),
        satisfaction_risk=0.3,
    )


def failed(call: Call, pipeline: str = "p1", sha256: str | None = None) -> JudgedCall:
    return JudgedCall(
        call=call,
        provenance=Provenance(pipeline, "base int8 greedy", "inbound@0123456789ab", sha256),
        failure=Failure("recording_missing", "录音不存在"),
    )
