"""Judged calls written by hand, with everything in them that a call can have."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from qa.call import (
    Acoustics,
    AudioCondition,
    Call,
    Direction,
    EndedBy,
    Role,
    Satisfaction,
    Transcript,
    Turn,
    Word,
)
from qa.measures.values import Measures, Metrics, Overtalk, Silence
from qa.rules.verdict import Evidence, State, Verdict
from qa.scoring.values import (
    Failure,
    Flag,
    ItemState,
    JudgedCall,
    PlanKind,
    Provenance,
    Review,
    Score,
    ScoreItem,
)
from qa.timeline import Span

SHANGHAI = timezone(timedelta(hours=8))
MANDATORY = Review(PlanKind.MANDATORY, ("fatal", "dissatisfied"))

RULEBOOK = """\
line: inbound
name: {zh: 呼入, en: Inbound}
rules:
  - code: OPEN-GREETING
    name: {zh: 开头语, en: Greeting}
    group: opening
    severity: major
    good: 您好
    bad: 喂
    requires: {phrase: {role: agent, phrases: [您好]}}
"""
"""A rulebook of one rule."""


def call(call_id: str = "C-1", hour: int = 9) -> Call:
    return Call(
        call_id=call_id,
        recording=f"/recordings/{call_id}.wav",
        started_at=datetime(2018, 5, 7, hour, 30, 15, tzinfo=SHANGHAI),
        business_line="inbound",
        agent_id="A-7",
        agent_name="李晓红",
        team="一组",
        agent_hired_on=date(2018, 4, 1),
        customer_id="K-1",
        customer_name="=HYPERLINK(“x”)",
        customer_tier="VIP",
        direction=Direction.IN,
        agent_channel=0,
        satisfaction=Satisfaction.DISSATISFIED,
        ended_by=EndedBy.CUSTOMER,
        hold_s=12.3456,
        attributes={"营业部": "上海"},
    )


def turn(start: float, end: float, role: Role, text: str, raw: str | None = None) -> Turn:
    return Turn(
        start,
        end,
        role,
        text,
        raw if raw is not None else text,
        0.87612,
        words=(Word(start, end, text, 0.9),) if text else (),
        acoustics=Acoustics(-21.5, 182.12345, 6.5, 241.0) if text else Acoustics(),
    )


TURNS = (
    turn(0.4001, 3.2, Role.AGENT, "您好,工号7号为您服务。", "您好,公号七号为您服务。"),
    turn(3.5, 6.0, Role.CUSTOMER, "我要投诉,你们这个交易软件太差了。"),
    turn(5.4, 8.0, Role.AGENT, "请稍等,我帮您保证收益。"),
    turn(18.5, 19.0, Role.CUSTOMER, ""),
    turn(19.2, 21.0, Role.AGENT, "感谢来电,再见。"),
)

VERDICTS = (
    Verdict("OPEN-GREETING", "开头语", State.PASS, confidence=0.97654),
    Verdict(
        "TALK-PROMISE",
        "承诺收益",
        State.FAIL,
        fatal=True,
        evidence=(
            Evidence("坐席承诺收益", Span(5.4, 8.0), Role.AGENT, "我帮您保证收益", "保证收益"),
        ),
    ),
    Verdict(
        "TALK-DEAD-AIR",
        "冷场",
        State.FAIL,
        evidence=(Evidence("静音 10.5 秒,无人说明", Span(8.0, 18.5)),),
    ),
    Verdict("TALK-RATE", "语速", State.UNDETERMINED, evidence=(Evidence("坐席说话太少"),)),
    Verdict("OFFSITE-RISK-NOTICE", "风险提示", State.NOT_APPLICABLE),
)

METRICS = Metrics(
    agent_talk_s=7.2,
    customer_talk_s=3.0,
    silence_s=10.5,
    overtalk_s=0.6,
    agent_talk_share=0.70588,
    customer_talk_share=0.29412,
    agent_speech_rate_cpm=241.0,
    customer_speech_rate_cpm=None,
    interruptions_by_agent=1,
    interruptions_by_customer=0,
    longest_silence_s=10.5,
    longest_monologue_s=2.8,
    first_response_s=0.4001,
    agent_level_dbfs=-21.5,
    customer_level_dbfs=float("-inf"),
    mean_confidence=0.876,
)


def done(call_id: str = "C-1", hour: int = 9) -> JudgedCall:
    return JudgedCall(
        call=call(call_id, hour),
        provenance=Provenance("earmark 0.1.0 9f3", "base int8", "inbound@0123456789ab", "ab" * 32),
        transcript=Transcript(
            duration_s=22.00049,
            turns=TURNS,
            speech={
                Role.AGENT: (Span(0.4001, 3.2), Span(5.4, 8.0), Span(19.2, 21.0)),
                Role.CUSTOMER: (Span(3.5, 6.0), Span(18.5, 19.0)),
            },
            condition=AudioCondition(channels=2, sample_rate_hz=8000, clipped_share=0.00123),
            recogniser="base int8",
            audio_sha256="ab" * 32,
        ),
        measures=Measures(
            silences=(Silence(Span(8.0, 18.5), announced=False),),
            overtalk=(Overtalk(Span(5.4, 6.0), Role.AGENT, interruption=True),),
            metrics=METRICS,
            last_speaker=Role.AGENT,
        ),
        verdicts=VERDICTS,
        flags=(Flag.DISSATISFIED, Flag.FATAL),
        score=Score(
            "inbound@5f",
            0.0,
            100.0,
            True,
            (
                ScoreItem("OPEN", 10.0, 10.0, ItemState.SCORED),
                ScoreItem("EMPATHY", None, 20.0, ItemState.NEEDS_HUMAN),
                ScoreItem("RISK", None, 10.0, ItemState.NOT_APPLICABLE),
            ),
        ),
        satisfaction_risk=0.81234,
    )


def failed(call_id: str = "C-2", hour: int = 10) -> JudgedCall:
    return JudgedCall(
        call=call(call_id, hour),
        provenance=Provenance("earmark 0.1.0 9f3", "base int8", "inbound@0123456789ab", None),
        failure=Failure("recording_unreadable", "C-2.wav: not audio"),
    )


def mono(call_id: str = "C-3", hour: int = 11) -> JudgedCall:
    """Nothing is known by role, and the rulebook judged nothing."""
    whole = done(call_id, hour)
    assert whole.transcript is not None
    assert whole.measures is not None
    turns = tuple(replace(each, role=Role.UNKNOWN) for each in TURNS)
    unknown = dict.fromkeys(
        name
        for name in METRICS.__dataclass_fields__
        if name.startswith(("agent", "customer", "interruptions", "overtalk", "first"))
    )
    return replace(
        whole,
        call=replace(whole.call, agent_channel=None, satisfaction=Satisfaction.NONE),
        transcript=replace(
            whole.transcript,
            turns=turns,
            speech={Role.UNKNOWN: (Span(0.4001, 21.0),)},
            condition=AudioCondition(channels=1, sample_rate_hz=16000, truncated=True),
        ),
        measures=Measures((), (), replace(METRICS, **unknown), None),
        verdicts=(),
        flags=(Flag.MONO,),
        score=None,
        satisfaction_risk=None,
    )
