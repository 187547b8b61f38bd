"""A call for the terminal: what was said, with silences, overtalk and hits where they occur."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from qa.call import Call, Transcript, Turn
from qa.cli.wording import (
    FLAGS,
    ITEM_STATES,
    PLANS,
    RISKS,
    ROLE_STYLES,
    ROLES,
    SATISFACTION,
    STATE_STYLES,
    STATES,
    clock,
)
from qa.measures.values import Measures, Overtalk, Silence
from qa.rules.verdict import Evidence, State, Verdict
from qa.scoring.satisfaction.risk import Risk
from qa.scoring.satisfaction.target import TargetName
from qa.scoring.values import ItemState, JudgedCall, Review, Score
from qa.timeline import Seconds

Hit = tuple[Verdict, Evidence]

_MARKS = {State.PASS: "✓", State.FAIL: "✗", State.UNDETERMINED: "?", State.NOT_APPLICABLE: "–"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the transcript."""

    at: Seconds
    role: Text
    text: Text


def call_view(
    judged: JudgedCall, review: Review, risks: Mapping[TargetName, Risk]
) -> RenderableType:
    """The whole of one call: heading, verdicts, risks, score, transcript."""
    parts: list[RenderableType] = [_heading(judged, review)]
    if judged.failure:
        parts.append(Text(f"失败 {judged.failure.kind}: {judged.failure.message}", "bold red"))
    if judged.verdicts:
        parts += ["", _verdicts(judged.verdicts)]
    for target, risk in risks.items():
        parts += ["", *_risk(target, risk)]
    if judged.score:
        parts += ["", _score(judged.score)]
    if judged.transcript and judged.measures:
        lines = transcript_lines(judged.transcript, judged.measures, judged.verdicts)
        parts += ["", _transcript(lines)]
    return Group(*parts)


def transcript_lines(
    transcript: Transcript, measures: Measures, verdicts: Sequence[Verdict]
) -> list[Line]:
    """Turns, silences, overtalk and hits in order of time; a hit follows the turn it is in."""
    hits = [(verdict, item) for verdict in verdicts for item in verdict.evidence]
    lines = [
        *(_turn_line(turn, hits) for turn in transcript.turns),
        *map(_silence_line, measures.silences),
        *map(_overtalk_line, measures.overtalk),
        *_hit_lines(hits),
    ]
    return sorted(lines, key=lambda line: line.at)


def _heading(judged: JudgedCall, review: Review) -> Table:
    call = judged.call
    grid = Table.grid(padding=(0, 2))
    for label, value in _facts(call, judged):
        grid.add_row(Text(label, "dim"), value)
    flags = "、".join(f"{FLAGS[flag]} {flag}" for flag in judged.flags)
    grid.add_row(Text("标记 flags", "dim"), Text(flags or "无", "yellow" if flags else "dim"))
    reasons = ", ".join(review.reasons)
    plan = f"{PLANS[review.kind]} {review.kind}" + (f" ({reasons})" if reasons else "")
    grid.add_row(Text("复核 review", "dim"), plan)
    return grid


def _facts(call: Call, judged: JudgedCall) -> Iterator[tuple[str, str]]:
    yield "通话 call", f"{call.call_id}  {call.started_at:%Y-%m-%d %H:%M:%S %z}"
    yield "业务 line", call.business_line
    yield "坐席 agent", " ".join(filter(None, (call.agent_id, call.agent_name, call.team)))
    customer = " ".join(filter(None, (call.customer_id, call.customer_name, call.customer_tier)))
    yield "客户 customer", f"{customer}  评价 {SATISFACTION[call.satisfaction]}".strip()
    yield "录音 recording", call.recording
    if judged.transcript:
        condition = judged.transcript.condition
        kind = "单声道 mono" if condition.mono else "双声道 stereo"
        length = clock(judged.transcript.duration_s)
        yield "时长 length", f"{length}  {kind}  {condition.sample_rate_hz} Hz"


def _verdicts(verdicts: Sequence[Verdict]) -> Table:
    table = Table("规则 rule", "", "结论 verdict", "证据 evidence", box=None)
    for verdict in verdicts:
        style = STATE_STYLES[verdict.state]
        name = Text(verdict.name)
        if verdict.fatal:
            name.append(" 致命", "bold red")
        why = Text("\n").join(_why(item) for item in verdict.evidence)
        table.add_row(Text(verdict.code, style), name, Text(STATES[verdict.state], style), why)
    return table


def _risk(target: TargetName, risk: Risk) -> Iterator[Text]:
    number = f"{risk.probability:.0%}" if risk.calibrated else "规则与词语估计 by rules and words"
    yield Text(f"{RISKS[target]} {number} · {risk.model}", "bold")
    for reason in risk.reasons:
        yield Text(f"  {reason.zh} / {reason.en}")


def _why(item: Evidence) -> Text:
    place = f"{clock(item.span.start)} " if item.span is not None else ""
    return Text.assemble((place, "dim"), item.why)


def _score(score: Score) -> RenderableType:
    total = "待人工" if score.total is None else f"{score.total:g} / {score.maximum:g}"
    waiting = sum(item.state is ItemState.NEEDS_HUMAN for item in score.items)
    title = f"机器评分 {total}" + ("  一票否决" if score.fatal else "")
    title += f"  ({waiting} 项待人工)" if waiting else ""
    table = Table("评分项 criterion", "得分 points", box=None)
    for item in score.items:
        points = ITEM_STATES[item.state] or f"{item.points or 0:g} / {item.maximum:g}"
        table.add_row(item.code, points)
    return Group(Text(title, "bold"), table)


def _transcript(lines: Sequence[Line]) -> Table:
    table = Table("时间 at", "", "转写 transcript", box=None)
    for line in lines:
        table.add_row(Text(clock(line.at), "dim"), line.role, line.text)
    return table


def _turn_line(turn: Turn, hits: Sequence[Hit]) -> Line:
    text = Text(turn.text) if turn.text else Text("(有声,未识别出文字)", "dim italic")
    for verdict, item in hits:
        if item.quote and item.span is not None and item.span.overlaps(turn.span):
            text.highlight_words([item.quote], f"{STATE_STYLES[verdict.state]} underline")
    return Line(turn.start, Text(ROLES[turn.role], ROLE_STYLES[turn.role]), text)


def _silence_line(silence: Silence) -> Line:
    kind = "静音(已告知)" if silence.announced else "冷场 dead air"
    style = "dim" if silence.announced else "yellow"
    text = Text(f"··· {kind} {silence.span.duration:.1f} s ···", style)
    return Line(silence.span.start, Text(), text)


def _overtalk_line(overtalk: Overtalk) -> Line:
    who = ROLES[overtalk.initiator]
    kind = f"{who}抢话 interruption" if overtalk.interruption else f"叠音 overtalk,{who}后说"
    style = "yellow" if overtalk.interruption else "dim"
    return Line(
        overtalk.span.start, Text(), Text(f"⇄ {kind} {overtalk.span.duration:.1f} s", style)
    )


def _hit_lines(hits: Sequence[Hit]) -> Iterator[Line]:
    for verdict, item in hits:
        if item.span is not None:
            mark = f"{_MARKS[verdict.state]} {verdict.code} {verdict.name}: {item.why}"
            yield Line(item.span.start, Text(), Text(mark, STATE_STYLES[verdict.state]))
