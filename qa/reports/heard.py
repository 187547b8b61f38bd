"""The part of a call record that says what was heard: recording, turns, timeline."""

from dataclasses import fields

from qa.call import Acoustics, AudioCondition, Transcript, Turn, Word
from qa.measures.values import Measures, Metrics, Overtalk, Silence
from qa.reports.jsonable import Record, number, share, times

NOTHING_HEARD: Record = {
    "duration_s": None,
    "channels": None,
    "language": None,
    "condition": None,
    "speech": {},
    "turns": [],
}
NOTHING_MEASURED: Record = {
    "silences": [],
    "overtalk": [],
    "last_speaker": None,
    "metrics": dict.fromkeys(field.name for field in fields(Metrics)),
}


def heard(transcript: Transcript) -> Record:
    """The recording's condition, who spoke when, and the turns."""
    return {
        "duration_s": number(transcript.duration_s),
        "channels": transcript.condition.channels,
        "language": transcript.language,
        "condition": condition(transcript.condition),
        "speech": {role: list(map(times, spans)) for role, spans in transcript.speech.items()},
        "turns": list(map(turn, transcript.turns)),
    }


def condition(of: AudioCondition) -> Record:
    """What is known about the recording as a recording."""
    return {
        "sample_rate_hz": of.sample_rate_hz,
        "mono": of.mono,
        "identical_channels": of.identical_channels,
        "empty_channels": list(of.empty_channels),
        "clipped_share": share(of.clipped_share),
        "swapped_channels": of.swapped_channels,
        "truncated": of.truncated,
        "starts_in_speech": of.starts_in_speech,
        "ends_in_speech": of.ends_in_speech,
    }


def turn(of: Turn) -> Record:
    """One turn with its words and its sound."""
    return {
        "start": number(of.start),
        "end": number(of.end),
        "role": of.role,
        "text": of.text,
        "raw_text": of.raw_text,
        "confidence": share(of.confidence),
        "words": list(map(_word, of.words)),
        "acoustics": _acoustics(of.acoustics),
    }


def measured(measures: Measures) -> Record:
    """Silences, overtalk and the metrics; all metrics are numbers or null."""
    return {
        "silences": list(map(silence, measures.silences)),
        "overtalk": list(map(overtalk, measures.overtalk)),
        "last_speaker": measures.last_speaker,
        "metrics": {
            field.name: number(getattr(measures.metrics, field.name)) for field in fields(Metrics)
        },
    }


def silence(of: Silence) -> Record:
    """One silence."""
    return {**times(of.span), "announced": of.announced}


def overtalk(of: Overtalk) -> Record:
    """One stretch in which both speak."""
    return {**times(of.span), "initiator": of.initiator, "interruption": of.interruption}


def _word(of: Word) -> Record:
    return {
        "start": number(of.start),
        "end": number(of.end),
        "text": of.text,
        "confidence": share(of.confidence),
    }


def _acoustics(of: Acoustics) -> Record:
    return {field.name: number(getattr(of, field.name)) for field in fields(Acoustics)}
