"""Configuration: one frozen object, read at the edge, passed down."""

from qa.config.sections import (
    FlagOptions,
    LineLimits,
    MeasureOptions,
    PlanOptions,
    PlaybackOptions,
    RecognitionOptions,
    ReviewOptions,
    ServeOptions,
    Settings,
    SignInOptions,
    SpeechOptions,
    TurnOptions,
)

__all__ = [
    "FlagOptions",
    "LineLimits",
    "MeasureOptions",
    "PlanOptions",
    "PlaybackOptions",
    "RecognitionOptions",
    "ReviewOptions",
    "ServeOptions",
    "Settings",
    "SignInOptions",
    "SpeechOptions",
    "TurnOptions",
]
