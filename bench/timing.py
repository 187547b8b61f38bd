"""Silences and overtalk against the script's clock."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

from bench.calls import Sample
from bench.matching import Hits, Matched, match_spans
from bench.table import Grid, Line, Outcome, Target
from bench.workbench import Workbench
from qa.scoring.values import JudgedCall
from qa.timeline import Span

TOLERANCE_S = 0.3
F1 = Target("≥", 0.95)


@dataclass(frozen=True, slots=True)
class Events:
    """Events of one kind in one call."""

    call_id: str
    matched: Matched


@dataclass(frozen=True, slots=True)
class Timing:
    """All calls; overtalk only where the recording has the parties apart."""

    silences: tuple[Events, ...]
    overtalk: tuple[Events, ...]

    def outcome(self) -> Outcome:
        """F1 of both kinds and what was wrong."""
        kinds = {"silences": self.silences, "overtalk": self.overtalk}
        lines = [_line(kind, events) for kind, events in kinds.items()]
        rows = [
            (kind, each.call_id, what, f"{span.start:.2f}–{span.end:.2f}")
            for kind, events in kinds.items()
            for each in events
            for what, spans in (("wrong", each.matched.wrong), ("missed", each.matched.missed))
            for span in spans
        ]
        grid = Grid("found wrongly and missed, s", ("kind", "call", "what", "span"), rows)
        return Outcome(lines, [grid] if rows else [], asdict(self))


def timing(bench: Workbench) -> Timing:
    """Match what the night found."""
    night = list(bench.night.judged())
    apart = [(sample, judged) for sample, judged in night if sample.truth.roles_known]
    return Timing(
        _events(night, lambda sample: sample.truth.silences, inner_silences),
        _events(apart, lambda sample: sample.truth.overtalk, _overtalk),
    )


def inner_silences(judged: JudgedCall) -> tuple[Span, ...]:
    """Silences between words: the truth lists neither the wait before them nor the tail after."""
    assert judged.transcript
    assert judged.measures
    speech = [span for spans in judged.transcript.speech.values() for span in spans]
    if not speech:
        return ()
    first, last = min(span.start for span in speech), max(span.end for span in speech)
    spans = (silence.span for silence in judged.measures.silences)
    return tuple(span for span in spans if first <= span.start and span.end <= last)


def _overtalk(judged: JudgedCall) -> tuple[Span, ...]:
    assert judged.measures
    return tuple(stretch.span for stretch in judged.measures.overtalk)


def _events(
    night: Iterable[tuple[Sample, JudgedCall]],
    truth: Callable[[Sample], tuple[Span, ...]],
    found: Callable[[JudgedCall], tuple[Span, ...]],
) -> tuple[Events, ...]:
    return tuple(
        Events(sample.call.call_id, match_spans(truth(sample), found(judged), TOLERANCE_S))
        for sample, judged in night
    )


def _line(kind: str, events: tuple[Events, ...]) -> Line:
    hits = sum((each.matched.hits for each in events), Hits())
    note = f"{hits.right} right, {hits.wrong} wrong, {hits.missed} missed"
    return Line(f"{kind}, F1 at ±{TOLERANCE_S} s", hits.f1, "", F1, note, 3)
