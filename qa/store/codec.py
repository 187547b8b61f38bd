"""Values that are kept as one JSON text, there and back without loss.

Pydantic writes and reads the frozen value types as they are. A field added to one of them
later, with a default, is read from older rows as that default.
"""

import zlib
from collections.abc import Collection, Mapping
from dataclasses import replace

import msgspec
from pydantic import TypeAdapter

from qa.call import Transcript, Word
from qa.measures.values import Measures
from qa.rules.verdict import Evidence
from qa.scoring.criteria import Scorecard
from qa.scoring.satisfaction.risk import Reason
from qa.scoring.values import Score
from qa.store.case_values import CaseText, Said
from qa.store.evaluation_values import DraftBody, EvaluationBody

_attributes = TypeAdapter(dict[str, str])
_excerpt = TypeAdapter(tuple[Said, ...])
_files = TypeAdapter(dict[str, bytes])
_case = TypeAdapter(CaseText)
_draft = TypeAdapter(DraftBody)
_evaluation = TypeAdapter(EvaluationBody)
_evidence = TypeAdapter(tuple[Evidence, ...])
_measures = TypeAdapter(Measures)
_reasons = TypeAdapter(tuple[Reason, ...])
_report = TypeAdapter(dict[str, object])
_score = TypeAdapter(Score)
_scorecard = TypeAdapter(Scorecard)
_texts = TypeAdapter(list[str])
_transcript = TypeAdapter(Transcript)
_heard = msgspec.json.Decoder(Transcript)
"""Reads what `_transcript` writes in a third of the time: a replay reads nothing else so much."""
_words = TypeAdapter(tuple[tuple[Word, ...], ...])
_spoken = msgspec.json.Decoder(tuple[tuple[Word, ...], ...])
"""Reads what `_words` writes: an hour has fifteen thousand words."""

_FAST = 1
"""zlib's level: half the time of the default, for a tenth more."""


def dump_transcript(transcript: Transcript) -> tuple[bytes, bytes]:
    """The transcript without words, and the words, both as compressed JSON."""
    bare = _transcript.dump_json(
        transcript, exclude={"turns": {"__all__": {"words"}}, "peaks": True}
    )
    words = _words.dump_json(tuple(turn.words for turn in transcript.turns))
    return zlib.compress(bare, _FAST), zlib.compress(words, _FAST)


def load_transcript(body: bytes, words: bytes | None) -> Transcript:
    """The transcript; its turns have no words when `words` is None."""
    transcript = _heard.decode(zlib.decompress(body))
    if words is None:
        return transcript
    by_turn = _spoken.decode(zlib.decompress(words))
    turns = zip(transcript.turns, by_turn, strict=True)
    return replace(transcript, turns=tuple(replace(turn, words=said) for turn, said in turns))


def dump_attributes(attributes: Mapping[str, str]) -> str:
    """JSON with sorted keys: equal mappings give equal texts."""
    return _attributes.dump_json(dict(sorted(attributes.items()))).decode()


def load_attributes(text: str) -> Mapping[str, str]:
    """What `dump_attributes` was given."""
    return _attributes.validate_json(text)


def dump_evidence(evidence: tuple[Evidence, ...]) -> str:
    """JSON list."""
    return _evidence.dump_json(evidence).decode()


def load_evidence(text: str) -> tuple[Evidence, ...]:
    """What `dump_evidence` was given."""
    return _evidence.validate_json(text)


def dump_measures(measures: Measures | None) -> str | None:
    """JSON object."""
    return None if measures is None else _measures.dump_json(measures).decode()


def load_measures(text: str | None) -> Measures | None:
    """What `dump_measures` was given."""
    return None if text is None else _measures.validate_json(text)


def dump_score(score: Score | None) -> str | None:
    """JSON object."""
    return None if score is None else _score.dump_json(score).decode()


def load_score(text: str | None) -> Score | None:
    """What `dump_score` was given."""
    return None if text is None else _score.validate_json(text)


def dump_reasons(reasons: tuple[Reason, ...]) -> str:
    """JSON list."""
    return _reasons.dump_json(reasons).decode()


def load_reasons(text: str) -> tuple[Reason, ...]:
    """What `dump_reasons` was given."""
    return _reasons.validate_json(text)


def dump_files(files: Mapping[str, bytes]) -> bytes:
    """Compressed JSON object of texts, in the order given; the contents have to be UTF-8."""
    return zlib.compress(_files.dump_json(dict(files)))


def load_files(data: bytes) -> Mapping[str, bytes]:
    """What `dump_files` was given."""
    return _files.validate_json(zlib.decompress(data))


def dump_report(report: Mapping[str, object]) -> str:
    """JSON object; dates and the like become texts."""
    return _report.dump_json(dict(report)).decode()


def load_report(text: str) -> Mapping[str, object]:
    """What `dump_report` was given, its dates and the like as texts."""
    return _report.validate_json(text)


def dump_texts(texts: Collection[str]) -> str:
    """JSON list."""
    return _texts.dump_json(list(texts)).decode()


def load_texts(text: str) -> tuple[str, ...]:
    """What `dump_texts` was given."""
    return tuple(_texts.validate_json(text))


def dump_draft(draft: DraftBody) -> str:
    """JSON object."""
    return _draft.dump_json(draft).decode()


def load_draft(text: str) -> DraftBody:
    """What `dump_draft` was given."""
    return _draft.validate_json(text)


def dump_evaluation(body: EvaluationBody) -> bytes:
    """Compressed JSON object."""
    return zlib.compress(_evaluation.dump_json(body), _FAST)


def load_evaluation(data: bytes) -> EvaluationBody:
    """What `dump_evaluation` was given."""
    return _evaluation.validate_json(zlib.decompress(data))


def dump_scorecard(scorecard: Scorecard) -> str:
    """JSON object."""
    return _scorecard.dump_json(scorecard).decode()


def load_scorecard(text: str) -> Scorecard:
    """What `dump_scorecard` was given."""
    return _scorecard.validate_json(text)


def dump_case(text: CaseText) -> str:
    """JSON object."""
    return _case.dump_json(text).decode()


def load_case(text: str) -> CaseText:
    """What `dump_case` was given."""
    return _case.validate_json(text)


def dump_excerpt(excerpt: tuple[Said, ...]) -> str:
    """JSON list."""
    return _excerpt.dump_json(excerpt).decode()


def load_excerpt(text: str) -> tuple[Said, ...]:
    """What `dump_excerpt` was given."""
    return _excerpt.validate_json(text)
