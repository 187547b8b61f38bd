"""A call written by hand: what was said, what the manifest knows, what ails the recording."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from qa.call import MANIFEST_COLUMNS, AudioCondition, Call, Direction, EndedBy, Transcript
from qa.config.sections import MeasureOptions
from qa.measures import measure
from qa.measures.values import Measures
from qa.rules.case_notation import parse_call
from qa.rules.position import Strict

MAX_CALL = 10_000
"""Characters of a call; half an hour of talk."""
_ROW = TypeAdapter(Call)
_UNSAID = {
    "call_id": "case",
    "recording": "",
    "started_at": datetime(2026, 1, 1, 9, tzinfo=UTC),
    "business_line": "inbound",
    "agent_id": "case",
}


def _well_written(notation: str) -> str:
    parse_call(notation, AudioCondition(channels=2, sample_rate_hz=8000))
    return notation


def _known_columns(manifest: Mapping[str, object]) -> Mapping[str, object]:
    unknown = ", ".join(sorted(set(manifest) - set(MANIFEST_COLUMNS)))
    if unknown:
        raise ValueError(f"no columns of the manifest: {unknown}; own ones go to `attributes`")
    try:
        _ROW.validate_python({**_UNSAID, **manifest})
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    return manifest


class WrittenCall(Strict):
    """One call in the notation of `qa.rules.case_notation`."""

    name: str
    """What the call shows."""
    call: Annotated[str, Field(max_length=MAX_CALL), AfterValidator(_well_written)]
    """One line a turn, in the notation of cases."""
    ended_by: EndedBy | None = None
    """Who hung up."""
    direction: Direction | None = None
    """Who called whom."""
    manifest: Annotated[Mapping[str, str | int | float | None], AfterValidator(_known_columns)] = (
        Field(default_factory=dict)
    )
    """Further columns of the manifest."""
    attributes: Mapping[str, str] = Field(default_factory=dict)
    """Columns of the manifest that Earmark does not know."""
    recording: tuple[
        Literal[
            "starts_in_speech",
            "ends_in_speech",
            "truncated",
            "mono",
            "identical_channels",
            "empty_channel",
        ],
        ...,
    ] = ()
    """What is wrong with the recording."""

    def transcript(self) -> Transcript:
        """What was heard."""
        return parse_call(
            self.call,
            AudioCondition(
                channels=1 if "mono" in self.recording else 2,
                sample_rate_hz=8000,
                identical_channels="identical_channels" in self.recording,
                empty_channels=(1,) if "empty_channel" in self.recording else (),
                truncated="truncated" in self.recording,
                starts_in_speech="starts_in_speech" in self.recording,
                ends_in_speech="ends_in_speech" in self.recording,
            ),
        )

    def manifest_row(self, line: str = "inbound") -> Call:
        """What the call centre knows about it."""
        said = {"ended_by": self.ended_by, "direction": self.direction, "business_line": line}
        row = {**_UNSAID, "call_id": self.name, **said, **self.manifest}
        return _ROW.validate_python({**row, "attributes": dict(self.attributes)})


def measured(transcript: Transcript) -> Measures:
    """The measures of a written call."""
    return measure(transcript, MeasureOptions())
