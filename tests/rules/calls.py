"""Calls for rule tests: written in the notation of cases, heard and measured as real ones."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import yaml

from qa.call import AudioCondition, Call, EndedBy, Transcript
from qa.config.sections import MeasureOptions
from qa.measures import measure
from qa.measures.values import Measures, Silence
from qa.rules.case_notation import parse_call
from qa.rules.condition import Condition
from qa.rules.engine import judge
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding
from qa.rules.operators.base import ear_of
from qa.rules.rulebook import Rulebook, load_rulebook
from qa.rules.verdict import Verdict

GOOD = AudioCondition(channels=2, sample_rate_hz=8000)
MONO = replace(GOOD, channels=1)


def call(ended_by: EndedBy | None = None, **attributes: str) -> Call:
    return Call(
        call_id="C-1",
        recording="",
        started_at=datetime(2026, 1, 1, tzinfo=UTC),
        business_line="inbound",
        agent_id="A-1",
        ended_by=ended_by,
        attributes=attributes,
    )


def heard(notation: str, condition: AudioCondition = GOOD) -> Transcript:
    return parse_call(notation, condition)


def measured(transcript: Transcript) -> Measures:
    return measure(transcript, MeasureOptions())


def find(
    condition: Mapping[str, object],
    transcript: Transcript,
    row: Call | None = None,
    lists: Mapping[str, Sequence[str]] | None = None,
) -> Finding:
    """What one condition, written as in a rulebook, finds in a call."""
    context = {"lists": {name: tuple(phrases) for name, phrases in (lists or {}).items()}}
    parsed = Condition.model_validate(condition, context=context)
    ear = ear_of(parsed.operators())
    hearing = Hearing(row or call(), transcript, measured(transcript), ear, 0.4)
    return parsed.evaluate(hearing)


def rulebook(folder: Path, *rules: Mapping[str, object], **more: object) -> Rulebook:
    """A rulebook of these rules, written to a file and loaded from it."""
    document = {"line": "inbound", "name": {"zh": "测试", "en": "test"}, "rules": list(rules)}
    path = folder / "inbound.yaml"
    # Through JSON: the same condition in two places would become an alias.
    plain = json.loads(json.dumps({**document, **more}))
    path.write_text(yaml.safe_dump(plain, allow_unicode=True), "utf-8")
    return load_rulebook(path)


def rule(**changes: object) -> dict[str, object]:
    """A rule that says what is needed besides its condition."""
    return {
        "code": "X-RULE",
        "name": {"zh": "某规则", "en": "some rule"},
        "group": "talk",
        "severity": "major",
        "good": "好",
        "bad": "坏",
        **changes,
    }


def judged(book: Rulebook, transcript: Transcript, row: Call | None = None) -> tuple[Verdict, ...]:
    return judge(book, row or call(), transcript, measured(transcript))


def shifted(transcript: Transcript, measures: Measures, by: float) -> tuple[Transcript, Measures]:
    """The same call `by` seconds later in its recording."""
    turns = tuple(
        replace(
            turn,
            start=turn.start + by,
            end=turn.end + by,
            words=tuple(
                replace(word, start=word.start + by, end=word.end + by) for word in turn.words
            ),
        )
        for turn in transcript.turns
    )
    speech = {
        role: tuple(span.shift(by) for span in spans) for role, spans in transcript.speech.items()
    }
    later = replace(transcript, turns=turns, speech=speech, duration_s=transcript.duration_s + by)
    silences = tuple(Silence(item.span.shift(by), item.announced) for item in measures.silences)
    overtalk = tuple(replace(item, span=item.span.shift(by)) for item in measures.overtalk)
    return later, replace(measures, silences=silences, overtalk=overtalk)
