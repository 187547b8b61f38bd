"""One recording in, one transcript out: the use case of this package."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from qa.call import AudioCondition, Role, Transcript, Turn
from qa.config import Settings
from qa.timeline import Seconds, Span, union
from qa.transcribe import channels
from qa.transcribe.acoustics import measure_turn, voiced_within
from qa.transcribe.activity import speech_activity
from qa.transcribe.decode import Audio, decode
from qa.transcribe.hearing import Heard, hear
from qa.transcribe.lexicon import Lexicon, load_lexicon
from qa.transcribe.peaks import peaks_of
from qa.transcribe.recogniser import Recogniser
from qa.transcribe.roles import OPENING_S, Assignment, assign_roles
from qa.transcribe.spelling import spell
from qa.transcribe.turns import build_turns
from qa.transcribe.weights import locate
from qa.transcribe.windows import pieces_of

_EDGE_S = 0.1
"""Speech this close to an end of the recording was cut by it."""


class Transcriber:
    """A loaded recogniser with its lexicon; one a process.

    Raises:
        ModelError: the model is absent, damaged or cannot be loaded.
        RulebookError: a lexicon is wrong.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lexicon = load_lexicon(settings.lexicons_dir)
        model = locate(settings.recognition.model, settings.models_dir)
        prompt = prompt_for(settings.recognition.language, self._lexicon)
        self._recogniser = Recogniser(model, settings.recognition, prompt)

    @property
    def identity(self) -> str:
        """The recogniser, its version and the options that could change the text."""
        return self._recogniser.identity

    def transcribe(self, path: Path, agent_channel: int | None) -> Transcript:
        """Hear a recording.

        Args:
            path: a file on this machine, of any format that FFmpeg reads.
            agent_channel: 0 or 1 as the manifest says, None for mono or unknown.

        Raises:
            RecordingUnreadable: the file is not speech that can be decoded.
        """
        audio = decode(path)
        same = channels.identical(audio)
        if same:
            audio = replace(audio, samples=audio.samples[:, :1])
        speech = speech_activity(audio, self._settings.speech)
        heard = hear(audio, pieces_of(audio, speech), self._recogniser)
        assigned = assign_roles(_openings(heard), audio.channels, agent_channel)
        return Transcript(
            duration_s=audio.duration_s,
            turns=self._turns(audio, heard, assigned.roles),
            speech=_by_role(speech, assigned.roles),
            condition=_condition(audio, speech, same, assigned),
            recogniser=self.identity,
            audio_sha256=_sha256(path),
            language=self._settings.recognition.language,
            peaks=peaks_of(audio),
        )

    def _turns(
        self, audio: Audio, heard: Sequence[Heard], roles: Sequence[Role]
    ) -> tuple[Turn, ...]:
        language = self._settings.recognition.language
        turns = build_turns(
            heard,
            roles,
            self._settings.turns.pause_s,
            lambda words: spell(words, self._lexicon, language),
        )
        return tuple(
            replace(turn, acoustics=measure_turn(audio, channel, voiced, turn.text, language))
            for turn, channel, voiced in ((turn, *_sound_of(turn, heard, roles)) for turn in turns)
        )


def prompt_for(language: str, lexicon: Lexicon) -> str:
    """What the recogniser is told beforehand: the script, and whose calls these are.

    Long lists of terms and sentences of a call were measured to harm speech about other
    things (docs/benchmarks.md), so only the terms of the highest weight are named.
    """
    if language != "zh":
        return ""
    return f"{'、'.join(lexicon.prompt_terms())}客服热线的电话录音。"


def _openings(heard: Sequence[Heard]) -> dict[int, str]:
    first = heard[0].speech.start if heard else 0.0
    openings: dict[int, str] = {}
    for piece in heard:
        if piece.speech.start < first + OPENING_S:
            text = "".join(word.text for word in piece.words)
            openings[piece.channel] = openings.get(piece.channel, "") + text
    return openings


def _sound_of(turn: Turn, heard: Sequence[Heard], roles: Sequence[Role]) -> tuple[int, list[Span]]:
    """The channel of a turn's first piece and the turn's voiced stretches on it."""
    own = [piece for piece in heard if roles[piece.channel] is turn.role]
    channel = next(p.channel for p in own if p.speech.start == turn.start)
    return channel, voiced_within((p.speech for p in own if p.channel == channel), turn.span)


def _by_role(
    speech: Sequence[Sequence[Span]], roles: Sequence[Role]
) -> dict[Role, tuple[Span, ...]]:
    return {
        role: union(
            span for spans, own in zip(speech, roles, strict=True) if own is role for span in spans
        )
        for role in dict.fromkeys(roles)
    }


def _condition(
    audio: Audio, speech: Sequence[Sequence[Span]], same: bool, assigned: Assignment
) -> AudioCondition:
    spans = [span for channel in speech for span in channel]
    return AudioCondition(
        channels=2 if same else audio.channels,
        sample_rate_hz=audio.source_rate_hz,
        identical_channels=same,
        empty_channels=channels.empty_channels(speech),
        clipped_share=channels.clipped_share(audio),
        swapped_channels=assigned.swapped,
        truncated=audio.truncated,
        starts_in_speech=any(span.start <= _EDGE_S for span in spans),
        ends_in_speech=_ends_in_speech(spans, audio.duration_s),
    )


def _ends_in_speech(spans: Sequence[Span], duration_s: Seconds) -> bool:
    return any(span.end >= duration_s - _EDGE_S for span in spans)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
