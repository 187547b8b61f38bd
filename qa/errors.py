"""Every error that Earmark raises on purpose.

EarmarkError
├── ConfigError            a setting is missing, misspelt or out of range
├── ManifestError          a manifest, or another file of rows, cannot be read as a whole
├── RecordingError         one recording cannot be turned into a transcript
│   ├── RecordingMissing       it is not where the manifest says
│   ├── RecordingForbidden     it lies outside the allowed roots
│   └── RecordingUnreadable    it is there, but is not speech that can be decoded
├── PlayerNotBuilt         the call page's JavaScript is not part of this installation
├── ModelError             weights are absent, not what they claim to be, or cannot be learned
├── RulebookError          a rulebook, scorecard or lexicon is wrong
├── DecisionError          an inspector's decision does not fit the verdict that it is about
├── AccountError           an account cannot be made, changed or used like that
│   ├── TooManyTries           signing in has to wait
│   └── LinkRefused            a setup link is unknown, used up or too old
├── Forbidden              this person may not do that
├── ReviewError            what somebody does to a call or case does not fit how it stands
│   ├── NotThere               no such annotation, case, appeal …
│   ├── ClaimLost              somebody else has the call by now
│   ├── Conflict               it was changed elsewhere meanwhile
│   └── Incomplete             something is still to be answered
└── StoreError             the database refuses, is full, locked, or of another version
    ├── SchemaError            its schema is not the one this program knows
    ├── UnknownCall            there is no such call, or it was deleted
    └── LeaseLost              another run has the call by now

An error names the place, what is wrong there and how to mend it. Errors found in one
document are collected as `Problem`s and raised together.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at one place, with the way out."""

    place: str
    """Where a person looks: `file.yaml:12`, `manifest.csv row 7 column started_at`."""
    what: str
    """What is wrong there, with the offending value."""
    fix: str = ""
    """What is allowed, or what to do; empty when `what` already says it."""

    def __str__(self) -> str:
        return f"{self.place}: {self.what}" + (f" → {self.fix}" if self.fix else "")


class EarmarkError(Exception):
    """Base of all errors raised on purpose; its text is meant for the user."""


class ProblemsError(EarmarkError):
    """An error made of one or more problems, one line each."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class ConfigError(ProblemsError):
    """A setting is missing, misspelt or out of range."""


class ManifestError(ProblemsError):
    """A manifest, or another file of rows, cannot be read as a whole."""


class RecordingError(EarmarkError):
    """One recording cannot be turned into a transcript."""

    kind = "recording"
    """Stable word for `error.kind` of the call record."""


class RecordingMissing(RecordingError):
    """The recording is not where the manifest says."""

    kind = "recording_missing"


class RecordingForbidden(RecordingError):
    """The recording lies outside the allowed roots."""

    kind = "recording_forbidden"


class RecordingUnreadable(RecordingError):
    """The file is there, but is not speech that can be decoded."""

    kind = "recording_unreadable"


class PlayerNotBuilt(EarmarkError):
    """The call page's JavaScript is not part of this installation."""


class ModelError(EarmarkError):
    """A model's weights are absent or not what they claim to be, or none can be learned."""


class RulebookError(ProblemsError):
    """A rulebook, scorecard or lexicon is wrong."""


class DecisionError(ProblemsError):
    """An inspector's decision does not fit the verdict that it is about."""


class AccountError(EarmarkError):
    """An account cannot be made, changed or used like that."""


class TooManyTries(AccountError):
    """Signing in has to wait after so many failed tries."""

    def __init__(self, wait_s: int) -> None:
        self.wait_s = wait_s
        super().__init__(
            f"尝试次数过多,请 {wait_s} 秒后再试 / too many tries → try again in {wait_s} s"
        )


class LinkRefused(AccountError):
    """A setup link is unknown, used up or too old."""


class Forbidden(EarmarkError):
    """This person may not do that."""


class ReviewError(EarmarkError):
    """What somebody does to a call or case does not fit how it stands; nothing was changed."""

    kind = "invalid"
    """Stable word for programs."""

    def __init__(self, zh: str, en: str, fix: str = "") -> None:
        self.zh, self.en, self.fix = zh, en, fix
        super().__init__(f"{zh} / {en}" + (f" → {fix}" if fix else ""))


class NotThere(ReviewError):
    """No such annotation, case, appeal …"""

    kind = "not_found"


class ClaimLost(ReviewError):
    """Somebody else has the call by now."""

    kind = "claim_lost"


class Conflict(ReviewError):
    """It was changed elsewhere meanwhile."""

    kind = "conflict"


class Incomplete(ReviewError):
    """Something is still to be answered."""

    kind = "incomplete"

    def __init__(self, missing: Sequence[str], zh: str, en: str) -> None:
        self.missing = tuple(missing)
        listed = ", ".join(self.missing)
        super().__init__(f"{zh}: {listed}", f"{en}: {listed}")


class StoreError(EarmarkError):
    """The database refuses: locked, full, unreachable."""


class SchemaError(StoreError):
    """The database's schema is not the one this program knows."""


class UnknownCall(StoreError):
    """There is no such call, or it was deleted."""


class LeaseLost(StoreError):
    """Another run has the call by now."""
