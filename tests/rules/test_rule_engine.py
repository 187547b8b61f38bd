"""A rulebook applied to a call: states, applicability, evidence, and what a shift changes."""

from dataclasses import replace
from pathlib import Path

import pytest
from calls import GOOD, MONO, call, heard, judged, measured, rule, rulebook, shifted
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.call import EndedBy, Role, Word
from qa.rules.engine import judge
from qa.rules.rulebook import load_rulebooks
from qa.rules.verdict import State

FOUND = {"phrase": {"phrases": ["再见"], "role": "agent", "label": "道别"}}
HUNG_UP = {"metadata": {"field": "ended_by", "equals": "customer"}}
SAYS, SILENT = "坐席: 再见", "坐席: 好的"


def state(folder: Path, notation: str, ended_by: str | None = None, **test: object) -> State:
    book = rulebook(folder, rule(**test))
    (verdict,) = judged(book, heard(notation), call(EndedBy(ended_by) if ended_by else None))
    return verdict.state


def test_required_and_forbidden(tmp_path: Path) -> None:
    assert state(tmp_path, SAYS, requires=FOUND) is State.PASS
    assert state(tmp_path, SILENT, requires=FOUND) is State.FAIL
    assert state(tmp_path, SAYS, fails_when=FOUND) is State.FAIL
    assert state(tmp_path, SILENT, fails_when=FOUND) is State.PASS
    assert state(tmp_path, "坐席 (时长 3): ~", requires=FOUND) is State.UNDETERMINED


def test_a_rule_applies_or_not(tmp_path: Path) -> None:
    for notation in (SAYS, SILENT):
        test = {"requires": FOUND, "applies_when": HUNG_UP}
        assert state(tmp_path, notation, "agent", **test) is State.NOT_APPLICABLE
    assert state(tmp_path, SILENT, "customer", **test) is State.FAIL
    assert state(tmp_path, SILENT, None, **test) is State.FAIL


def test_an_excuse_takes_away_a_fail_but_not_a_pass(tmp_path: Path) -> None:
    test = {"requires": FOUND, "excused_when": HUNG_UP}
    assert state(tmp_path, SILENT, "customer", **test) is State.NOT_APPLICABLE
    assert state(tmp_path, SAYS, "customer", **test) is State.PASS
    assert state(tmp_path, SILENT, "agent", **test) is State.FAIL
    assert state(tmp_path, SILENT, None, **test) is State.FAIL


def test_a_verdict_carries_name_severity_confidence_and_evidence(tmp_path: Path) -> None:
    book = rulebook(tmp_path, rule(severity="fatal", fails_when=FOUND))
    (verdict,) = judged(book, heard("坐席 (把握 0.8): 在见"))
    assert (verdict.code, verdict.name, verdict.fatal) == ("X-RULE", "某规则", True)
    assert 0.7 < verdict.confidence < 0.8
    (item,) = verdict.evidence
    assert item.why == "坐席在 0:00 说“在见”(按读音匹配),属于道别"
    assert (item.role, item.quote, item.matched) == (Role.AGENT, "在见", "再见")


def test_a_passing_verdict_can_be_jumped_to(tmp_path: Path) -> None:
    (verdict,) = judged(rulebook(tmp_path, rule(requires=FOUND)), heard(SAYS))
    assert verdict.evidence[0].span is not None


def test_evidence_takes_its_time_from_the_words(tmp_path: Path) -> None:
    transcript = heard("坐席: 好的,那再见")
    words = (
        Word(10.0, 10.4, "好的", 0.9),
        Word(10.4, 10.6, "那", 0.9),
        Word(12.0, 12.7, "再见", 0.5),
    )
    turn = replace(transcript.turns[0], start=10.0, end=12.7, words=words)
    book = rulebook(tmp_path, rule(requires=FOUND))
    (verdict,) = judged(book, replace(transcript, turns=(turn,)))
    span = verdict.evidence[0].span
    assert span is not None
    assert (span.start, span.end) == (12.0, 12.7)
    assert verdict.confidence == pytest.approx(0.5)


SAMPLE = """
坐席: 您好,国泰证券,工号1024为您服务
客户: 我都等了半天了,你们怎么回事
坐席: 急什么,这个肯定涨
静音 12
客户: 我要投诉你们
坐席: 随便你
"""


@settings(deadline=None, max_examples=25)
@given(st.floats(0, 1000), st.sampled_from(["inbound", "callback", "offsite"]), st.booleans())
def test_a_shifted_call_gives_shifted_evidence(by: float, line: str, mono: bool) -> None:
    book = BOOKS[line]
    transcript = heard(SAMPLE, MONO if mono else GOOD)
    measures = measured(transcript)
    before, after = (
        # A later start is a later answer.
        [verdict for verdict in verdicts if verdict.code != "OPEN-ANSWER-TIME"]
        for verdicts in (
            judge(book, call(), transcript, measures),
            judge(book, call(), *shifted(transcript, measures, by)),
        )
    )
    assert [verdict.state for verdict in before] == [verdict.state for verdict in after]
    for left, right in zip(before, after, strict=True):
        for item, later in zip(left.evidence, right.evidence, strict=True):
            assert (item.span is None) == (later.span is None)
            if item.span and later.span:
                assert later.span.start == pytest.approx(item.span.start + by)
                assert later.span.end == pytest.approx(item.span.end + by)


BOOKS = dict(load_rulebooks())


def test_every_fail_and_undetermined_explains_itself_in_chinese() -> None:
    for condition in (GOOD, MONO, replace(GOOD, truncated=True, starts_in_speech=True)):
        for book in BOOKS.values():
            for verdict in judged(book, heard(SAMPLE, condition)):
                if verdict.state in (State.FAIL, State.UNDETERMINED):
                    assert verdict.evidence
                    assert all(
                        item.why[0] >= "\u4e00" or item.why[0].isdigit()
                        for item in verdict.evidence
                    )


def test_a_call_without_any_voice_is_not_the_agents_fault() -> None:
    for book in BOOKS.values():
        verdicts = judged(book, heard(""))
        assert all(verdict.state is not State.FAIL for verdict in verdicts)
