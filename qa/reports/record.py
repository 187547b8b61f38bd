"""A judged call as one call record of the contract (`call_record.schema.json` beside this file).

The record is complete: whatever the machine knows about a call is in it. What the schema does
not name stands in additional properties. Times are seconds from the start of the recording,
rounded to the millisecond.
"""

from qa.call import Call
from qa.reports.heard import NOTHING_HEARD, NOTHING_MEASURED, heard, measured
from qa.reports.jsonable import Record, number, share, times
from qa.rules.verdict import Evidence, Verdict
from qa.scoring.values import Failure, JudgedCall, Provenance, Review, Score, ScoreItem

SCHEMA = "earmark.call/1"


def call_record(judged: JudgedCall, review: Review) -> Record:
    """The call record of one call; a failed call has `error`, and nothing that was heard."""
    return {
        "schema": SCHEMA,
        "call_id": judged.call.call_id,
        "status": "failed" if judged.failure else "done",
        "error": _error(judged.failure) if judged.failure else None,
        **_metadata(judged.call),
        **(heard(judged.transcript) if judged.transcript else NOTHING_HEARD),
        **(measured(judged.measures) if judged.measures else NOTHING_MEASURED),
        "verdicts": list(map(verdict, judged.verdicts)),
        "flags": list(judged.flags),
        "review": {"kind": review.kind, "reasons": list(review.reasons)},
        "score": score(judged.score) if judged.score else None,
        "satisfaction_risk": share(judged.satisfaction_risk),
        "provenance": _provenance(judged.provenance),
    }


def verdict(of: Verdict) -> Record:
    """One rule's verdict with its evidence."""
    return {
        "code": of.code,
        "name": of.name,
        "verdict": of.state,
        "fatal": of.fatal,
        "confidence": share(of.confidence),
        "cost": number(of.cost),
        "evidence": list(map(evidence, of.evidence)),
    }


def score(of: Score) -> Record:
    """The machine's draft of the scorecard."""
    return {
        "scorecard": of.scorecard,
        "total": number(of.total),
        "maximum": of.maximum,
        "fatal": of.fatal,
        "items": list(map(_item, of.items)),
    }


def _error(failure: Failure) -> Record:
    return {"kind": failure.kind, "message": failure.message}


def _metadata(call: Call) -> Record:
    hired = call.agent_hired_on
    return {
        "recording": call.recording,
        "business_line": call.business_line,
        "started_at": call.started_at.isoformat(),
        "direction": call.direction,
        "agent_id": call.agent_id,
        "agent_name": call.agent_name,
        "agent_hired_on": hired.isoformat() if hired else None,
        "agent_channel": call.agent_channel,
        "team": call.team,
        "skill_group": call.skill_group,
        "customer_id": call.customer_id,
        "customer_name": call.customer_name,
        "customer_tier": call.customer_tier,
        "satisfaction": call.satisfaction,
        "ended_by": call.ended_by,
        "hold_s": number(call.hold_s),
        "queue_s": number(call.queue_s),
        "attributes": dict(call.attributes),
    }


def evidence(of: Evidence) -> Record:
    """One reason for a verdict."""
    where = {"start": None, "end": None} if of.span is None else times(of.span)
    return {
        **where,
        "role": of.role,
        "quote": of.quote,
        "matched": of.matched,
        "why": of.why,
    }


def _item(of: ScoreItem) -> Record:
    return {
        "code": of.code,
        "points": number(of.points),
        "maximum": of.maximum,
        "state": of.state,
    }


def _provenance(of: Provenance) -> Record:
    return {
        "pipeline": of.pipeline,
        "recogniser": of.recogniser,
        "rulebook": of.rulebook,
        "audio_sha256": of.audio_sha256,
    }
