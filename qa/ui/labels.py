"""What the codes of calls, plans and evaluations are called on pages."""

from collections.abc import Mapping
from types import MappingProxyType

from qa.call import Role, Satisfaction
from qa.rules.decision import Outcome
from qa.rules.verdict import State
from qa.scoring.candidates import EXPLORATION, FAILED, RANDOM
from qa.scoring.values import Flag, PlanKind
from qa.store.appeal_values import AppealState, Step, Subject
from qa.store.evaluation_values import VersionKind
from qa.ui.language import say

FLAGS: Mapping[str, str] = MappingProxyType(
    {
        Flag.FATAL: "Fatal fault",
        Flag.COMPLAINT: "Complaint",
        Flag.PREDICTED_COMPLAINT: "Complaint to be feared",
        Flag.DISSATISFIED: "Dissatisfied",
        Flag.PREDICTED_DISSATISFIED: "Likely dissatisfied",
        Flag.NO_SPEECH: "No speech",
        Flag.LONG: "Very long",
        Flag.SHORT: "Very short",
        Flag.NIGHT_SHIFT: "Night shift",
        Flag.NEW_AGENT: "New agent",
        Flag.LOW_CONFIDENCE: "Hard to hear",
        Flag.MONO: "One channel",
        Flag.IDENTICAL_CHANNELS: "Channels alike",
    }
)
REASONS: Mapping[str, str] = MappingProxyType(
    {
        **FLAGS,
        EXPLORATION: "Drawn to measure the model",
        FAILED: "Could not be processed",
        RANDOM: "Drawn by lot",
    }
)
BUCKETS: Mapping[str, str] = MappingProxyType(
    {
        PlanKind.MANDATORY: "Mandatory",
        PlanKind.TARGETED: "Targeted",
        PlanKind.RANDOM: "Random sample",
        PlanKind.NONE: "Not planned",
    }
)
RATINGS: Mapping[str, str] = MappingProxyType(
    {
        Satisfaction.SATISFIED: "Satisfied",
        Satisfaction.NEUTRAL: "Neutral",
        Satisfaction.DISSATISFIED: "Dissatisfied",
        Satisfaction.NONE: "Not rated",
    }
)
STATES: Mapping[str, str] = MappingProxyType(
    {
        State.FAIL: "Failed",
        State.UNDETERMINED: "Undetermined",
        State.PASS: "Passed",
        State.NOT_APPLICABLE: "Not applicable",
    }
)
OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        Outcome.CONFIRMED: "Confirmed",
        Outcome.OVERTURNED: "Overturned",
        Outcome.CANNOT_JUDGE: "Cannot be judged",
        Outcome.WITHDRAWN: "Withdrawn",
    }
)
LINES: Mapping[str, str] = MappingProxyType(
    {"inbound": "Inbound calls", "callback": "Call-backs", "offsite": "Off-site witnessing"}
)
"""Of the lines that are shipped; a company's own keep the names that it gave them."""
ROLES: Mapping[str, str] = MappingProxyType(
    {Role.AGENT: "agent", Role.CUSTOMER: "customer", Role.UNKNOWN: "somebody"}
)
VERSIONS: Mapping[str, str] = MappingProxyType(
    {
        VersionKind.MACHINE: "Machine's draft",
        VersionKind.HUMAN: "Inspector's evaluation",
        VersionKind.APPEAL: "Changed on appeal",
    }
)
APPEALS: Mapping[str, str] = MappingProxyType(
    {
        AppealState.OPEN: "Waiting for a decision",
        AppealState.UPHELD: "Upheld",
        AppealState.REJECTED: "Rejected",
    }
)
STEPS: Mapping[str, str] = MappingProxyType(
    {
        Step.FILED: "Appealed",
        Step.COMMENTED: "Lead's comment",
        Step.UPHELD: "Upheld",
        Step.REJECTED: "Rejected",
    }
)
SUBJECTS: Mapping[str, str] = MappingProxyType(
    {Subject.VERDICT: "Verdict", Subject.CRITERION: "Criterion"}
)
ALL = (
    *(FLAGS, REASONS, BUCKETS, RATINGS, STATES, OUTCOMES, LINES, ROLES),
    *(VERSIONS, APPEALS, STEPS, SUBJECTS),
)
"""Every table of labels: their texts are all to be translated."""


def label(labels: Mapping[str, str], code: str) -> str:
    """The label of a code in the page's language; a code that has none stands for itself."""
    return say(labels[code]) if code in labels else code


def listed(labels: Mapping[str, str], codes: tuple[str, ...]) -> str:
    """Labels of several codes."""
    return "、".join(label(labels, code) for code in codes)
