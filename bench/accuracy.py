"""Character error rates of Earmark and of plain faster-whisper on the same recordings."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.calls import ANYBODY, Sample
from bench.plain import run_plain
from bench.table import Grid, Line, Outcome, Target
from bench.texts import Errors, TextErrors, text_errors
from bench.workbench import QUICK_CALLS, Workbench
from qa.call import Role, Transcript
from qa.transcribe.transcriber import Transcriber

RATIO = Target("≤", 0.65)
POINTS = Target("≤", 0.3)
OTHER = {Role.AGENT: Role.CUSTOMER, Role.CUSTOMER: Role.AGENT}


@dataclass(frozen=True, slots=True)
class Compared:
    """Errors on one recording."""

    name: str
    ours: TextErrors
    plain: TextErrors


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Errors on the sample calls and, when it is there, on read speech."""

    calls: tuple[Compared, ...]
    clips: tuple[Compared, ...]
    exchanged: tuple[str, ...]
    """Calls whose roles were assigned the wrong way round."""

    def outcome(self) -> Outcome:
        """Error rates over all characters, not means of rates."""
        ours, plain = _sum(self.calls)
        both = ours.characters.rate / plain.characters.rate if plain.characters.edits else None
        lines = [
            Line("CER on sample calls, ours ÷ plain", both, "", RATIO, digits=3),
            Line("the same, no call over 100 %", self._capped_ratio(), digits=3),
            *_rates("sample calls", ours, plain),
            Line("calls with roles exchanged", len(self.exchanged), digits=0),
        ]
        if self.clips:
            ours, plain = _sum(self.clips)
            points = 100 * (ours.characters.rate - plain.characters.rate)
            where = f"{len(self.clips)} clips"
            lines += [
                Line("CER on read speech, ours − plain", points, "points", POINTS, where),
                *_rates("read speech", ours, plain),
            ]
        else:
            lines.append(Line("CER on read speech", None, note="the folder is not there"))
        return Outcome(lines, [self._grid()], {**asdict(self), "calls": _rows(self.calls)})

    def _capped_ratio(self) -> float | None:
        """The ratio when no single call of either side can outweigh the others."""
        ours = sum((each.ours.characters.capped() for each in self.calls), Errors())
        plain = sum((each.plain.characters.capped() for each in self.calls), Errors())
        return ours.rate / plain.rate if plain.edits else None

    def _grid(self) -> Grid:
        header = ("call", "characters", "CER ours", "CER plain", "syllables ours", "plain")
        rows = [tuple(_shown(cell) for cell in row.values()) for row in _rows(self.calls)]
        return Grid("error rate by call, %", header, rows)


def accuracy(bench: Workbench) -> Accuracy:
    """Compare on the night's calls and on read speech."""
    texts = {s.call.call_id: t for s, t in zip(bench.samples, bench.plain.texts, strict=True)}
    heard = [(s, judged.transcript) for s, judged in bench.night.judged() if judged.transcript]
    calls = tuple(
        Compared(
            sample.call.call_id,
            _ours(sample, transcript),
            _plain(sample, texts[sample.call.call_id]),
        )
        for sample, transcript in heard
    )
    exchanged = tuple(s.call.call_id for s, transcript in heard if roles_exchanged(s, transcript))
    return Accuracy(calls, tuple(_read_speech(bench)), exchanged)


def _ours(sample: Sample, transcript: Transcript) -> TextErrors:
    """By channel, or all turns in order of time where we or the truth cannot tell the parties."""
    known = sample.truth.roles_known and Role.UNKNOWN not in transcript.speech
    exchanged = known and roles_exchanged(sample, transcript)
    heard: dict[str, list[str]] = {}
    for turn in transcript.turns:
        role = OTHER[turn.role] if exchanged else turn.role
        heard.setdefault(role if known else ANYBODY, []).append(turn.text)
    return _summed(sample.truth.texts(known), heard)


def roles_exchanged(sample: Sample, transcript: Transcript) -> bool:
    """Whether we took the agent's channel for the customer's: a mistake, but not of words."""
    if sample.call.agent_channel is None or not sample.truth.roles_known:
        return False
    return transcript.condition.swapped_channels != sample.truth.channels_swapped


def _plain(sample: Sample, channels: Sequence[Sequence[str]]) -> TextErrors:
    """By channel, each given its true role; of two identical channels the first one counts."""
    if not sample.truth.roles_known:
        return _summed(sample.truth.texts(by_role=False), {ANYBODY: list(channels[0])})
    heard = {sample.role_of(channel): list(texts) for channel, texts in enumerate(channels)}
    return _summed(sample.truth.texts(by_role=True), heard)


def _summed(said: dict[str, list[str]], heard: dict[str, list[str]]) -> TextErrors:
    """What is heard of a role that says nothing counts as inserted."""
    roles = {**said, **heard}
    errors = (text_errors(said.get(role, ()), heard.get(role, ())) for role in roles)
    return sum(errors, TextErrors())


def _read_speech(bench: Workbench) -> Iterator[Compared]:
    index = bench.read_speech / "index.tsv"
    if not index.is_file():
        return
    with index.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))[: QUICK_CALLS if bench.quick else None]
    clips: list[Path] = [bench.read_speech / row["file"] for row in rows]
    plain = run_plain(bench.model, clips, bench.scratch / "plain-clips")
    transcriber = Transcriber(bench.settings)
    for clip, row, channels in zip(clips, rows, plain.texts, strict=True):
        ours = [turn.text for turn in transcriber.transcribe(clip, None).turns]
        said = [row["transcript"]]
        yield Compared(clip.name, text_errors(said, ours), text_errors(said, channels[0]))


def _sum(compared: Sequence[Compared]) -> tuple[TextErrors, TextErrors]:
    return (
        sum((each.ours for each in compared), TextErrors()),
        sum((each.plain for each in compared), TextErrors()),
    )


def _rates(where: str, ours: TextErrors, plain: TextErrors) -> Iterator[Line]:
    for who, errors in (("ours", ours), ("plain", plain)):
        yield Line(f"CER on {where}, {who}", 100 * errors.characters.rate, "%")
        yield Line(f"syllable error rate on {where}, {who}", 100 * errors.syllables.rate, "%")


def _rows(compared: Sequence[Compared]) -> list[dict[str, object]]:
    return [
        {
            "name": each.name,
            "characters": each.ours.characters.units,
            "cer_ours": each.ours.characters.rate,
            "cer_plain": each.plain.characters.rate,
            "syllables_ours": each.ours.syllables.rate,
            "syllables_plain": each.plain.syllables.rate,
        }
        for each in compared
    ]


def _shown(cell: object) -> str:
    return f"{100 * cell:.1f}" if isinstance(cell, float) else str(cell)
