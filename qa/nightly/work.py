"""The unit of work: one recording in, one judged call out."""

import importlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast
from zoneinfo import ZoneInfo

from qa.call import Call, Transcript
from qa.config import Settings
from qa.errors import RecordingError
from qa.measures import measure
from qa.recordings import Recordings
from qa.rules.engine import judge
from qa.rules.rulebook import Rulebook
from qa.scoring.flags import LengthLimits, flags_of
from qa.scoring.scorecard import Scorecard, fill
from qa.scoring.values import Failure, JudgedCall, Provenance

NO_LIMITS = LengthLimits()


class Transcriber(Protocol):
    """What hears a recording."""

    @property
    def identity(self) -> str:
        """The recogniser, its version and the options that could change the text."""

    def transcribe(self, path: Path, agent_channel: int | None) -> Transcript:
        """Hear a recording.

        Raises:
            RecordingError: it is not speech that can be decoded.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """All that a worker must know to judge calls; the same for every call of a run."""

    settings: Settings
    pipeline: str
    rulebooks: Mapping[str, Rulebook]
    """By business line."""
    scorecards: Mapping[str, Scorecard]
    limits: Mapping[str, LengthLimits]
    transcriber: str
    """Dotted name of what makes the Transcriber from the settings: `package.module:name`."""

    def __call__(self) -> "CallJudge":
        """The judge, with its model loaded.

        Raises:
            ModelError: the model is absent, damaged or cannot be loaded.
        """
        module, _, name = self.transcriber.partition(":")
        make = cast(
            Callable[[Settings], Transcriber], getattr(importlib.import_module(module), name)
        )
        return CallJudge(self, make(self.settings))

    def identities(self, calls: Iterable[Call]) -> set[str]:
        """The rulebook versions that judge these calls now."""
        return {self.rulebook_identity(line) for line in {call.business_line for call in calls}}

    def used_rulebooks(self, calls: Iterable[Call]) -> list[Rulebook]:
        """The rulebooks that judge these calls now."""
        lines = {call.business_line for call in calls}
        return [book for line, book in self.rulebooks.items() if line in lines]

    def rulebook_identity(self, business_line: str) -> str:
        """Name and version of the rulebook of a line."""
        rulebook = self.rulebooks.get(business_line)
        return rulebook.identity if rulebook else f"{business_line}@none"


class CallJudge:
    """Judges one call after another with one loaded transcriber."""

    def __init__(self, brief: Brief, transcriber: Transcriber) -> None:
        self._brief, self._transcriber = brief, transcriber
        self._recordings = Recordings(brief.settings.allowed_roots)
        self._zone = ZoneInfo(brief.settings.timezone)

    def __call__(self, call: Call, opened: Callable[[Path], None]) -> JudgedCall:
        """Judge a call; what is wrong with it becomes its failure, never an exception."""
        try:
            return self._judged(call, self._heard(call, opened))
        except RecordingError as error:
            return self._failed(call, Failure(error.kind, str(error)))
        except Exception as error:  # a bug must cost one call, not the night
            what = f"程序内部错误 / internal error: {type(error).__name__}: {error}"
            return self._failed(call, Failure("internal_error", what))

    def _heard(self, call: Call, opened: Callable[[Path], None]) -> Transcript:
        with self._recordings.local(call.recording) as path:
            opened(path)
            try:
                return self._transcriber.transcribe(path, call.agent_channel)
            except RecordingError as error:
                # A copy's own path would tell nobody anything.
                raise type(error)(str(error).replace(str(path), call.recording)) from error

    def _judged(self, call: Call, transcript: Transcript) -> JudgedCall:
        brief = self._brief
        measures = measure(transcript, brief.settings.measures)
        rulebook = brief.rulebooks.get(call.business_line)
        verdicts = judge(rulebook, call, transcript, measures) if rulebook else ()
        scorecard = brief.scorecards.get(call.business_line)
        flags = flags_of(
            call,
            transcript,
            measures,
            verdicts,
            options=brief.settings.flags,
            limits=brief.limits.get(call.business_line, NO_LIMITS),
            timezone=self._zone,
        )
        return JudgedCall(
            call=call,
            provenance=self._provenance(call, transcript.audio_sha256),
            transcript=transcript,
            measures=measures,
            verdicts=verdicts,
            flags=flags,
            score=fill(scorecard, verdicts) if scorecard else None,
        )

    def _failed(self, call: Call, failure: Failure) -> JudgedCall:
        recogniser = self._transcriber.identity
        sha256 = sha256_if_readable(self._recordings, call.recording)
        return failed_call(call, failure, self._brief, recogniser, sha256)

    def _provenance(self, call: Call, audio_sha256: str | None) -> Provenance:
        return Provenance(
            pipeline=self._brief.pipeline,
            recogniser=self._transcriber.identity,
            rulebook=self._brief.rulebook_identity(call.business_line),
            audio_sha256=audio_sha256,
        )


def failed_call(
    call: Call, failure: Failure, brief: Brief, recogniser: str, audio_sha256: str | None
) -> JudgedCall:
    """A call that could not be judged; it keeps the flags that the manifest alone decides."""
    flags = flags_of(
        call,
        None,
        None,
        (),
        options=brief.settings.flags,
        limits=NO_LIMITS,
        timezone=ZoneInfo(brief.settings.timezone),
    )
    provenance = Provenance(
        pipeline=brief.pipeline,
        recogniser=recogniser,
        rulebook=brief.rulebook_identity(call.business_line),
        audio_sha256=audio_sha256,
    )
    return JudgedCall(call=call, provenance=provenance, flags=flags, failure=failure)


def sha256_if_readable(recordings: Recordings, url: str) -> str | None:
    """What tells whether a failed call's recording has changed since."""
    try:
        return recordings.sha256(url)
    except RecordingError:
        return None
