"""The page of a call as JSON: what the player reads. Times are seconds, to the millisecond."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from qa.call import Transcript, Turn
from qa.measures.values import Measures
from qa.review.callpage import CallPage
from qa.rules.decision import Decision
from qa.rules.verdict import Evidence, Verdict
from qa.scoring.criteria import Criterion, Scorecard
from qa.scoring.satisfaction.risk import Risk
from qa.scoring.satisfaction.sound import Voice, curve
from qa.scoring.values import Score
from qa.store.appeal_values import Appeal
from qa.store.case_values import Category
from qa.store.evaluation_values import CheckedVerdict, Draft, Version
from qa.store.remark_values import Annotation, Correction
from qa.timeline import Seconds

Json = Mapping[str, object]


def page_json(page: CallPage) -> Json:
    """Ready for any JSON writer: only mappings, lists, texts, numbers, booleans and None."""
    heard = page.judged.transcript if page.judged else None
    return {
        "call": _call(page, heard),
        "missing_recording": page.missing_recording,
        "failure": page.failure and {"kind": page.failure.kind, "message": page.failure.message},
        "channels": heard.condition.channels if heard else None,
        "turns": _turns(heard, page.corrections),
        **_timeline(page.judged.measures if page.judged else None),
        "verdicts": _verdicts(page),
        "risks": {target: _risk(risk) for target, risk in page.risks.items()},
        "voice": [_voice(each) for each in curve(heard.turns)] if heard and page.risks else [],
        "rulebook": page.judged.provenance.rulebook if page.judged else None,
        "scorecard": page.scorecard and _scorecard(page.scorecard),
        "draft": _draft(page.draft, page.score),
        "score": page.score and _score(page.score),
        "machine": _items(page.machine),
        "annotations": list(map(_annotation, page.annotations)),
        "categories": _tree(page.categories, None),
        "claim": page.claim and {"by": page.claim.person, "until": _at(page.claim_until)},
        "readonly": page.readonly,
        "versions": list(map(_version, page.versions)),
        "appeals": list(map(_appeal, page.appeals)),
        "appeal_until": _at(page.appeal_until),
    }


def page_bytes(page: CallPage) -> bytes:
    """The same, written out."""
    return msgspec.json.encode(page_json(page))


def _call(page: CallPage, heard: Transcript | None) -> Json:
    call = page.call
    return {
        "call_id": call.call_id,
        "started_at": call.started_at.isoformat(),
        "line": call.business_line,
        "agent_id": call.agent_id,
        "agent_name": call.agent_name,
        "team": call.team,
        "customer_name": call.customer_name,
        "tier": call.customer_tier,
        "direction": call.direction,
        "satisfaction": call.satisfaction,
        "ended_by": call.ended_by,
        "duration_s": _s(heard.duration_s) if heard else None,
        "recording": call.recording,
        "agent_channel": call.agent_channel,
        "flags": list(page.judged.flags) if page.judged else [],
        "plan": {"kind": page.review.kind, "reasons": list(page.review.reasons)},
    }


def _turns(heard: Transcript | None, corrections: Sequence[Correction]) -> list[Json]:
    by_turn: dict[int, list[Json]] = {}
    for each in corrections:
        by_turn.setdefault(each.words.turn, []).append(_correction(each))
    turns = heard.turns if heard else ()
    return [_turn(place, turn, by_turn.get(place, [])) for place, turn in enumerate(turns)]


def _turn(place: int, turn: Turn, corrections: list[Json]) -> Json:
    return {
        "i": place,
        "start": _s(turn.start),
        "end": _s(turn.end),
        "role": turn.role,
        "text": turn.text,
        "raw": turn.raw_text,
        "confidence": round(turn.confidence, 3),
        "words": [
            [_s(word.start), _s(word.end), word.text, _s(word.confidence)] for word in turn.words
        ],
        "corrections": corrections,
    }


def _correction(each: Correction) -> Json:
    words = each.words
    return {
        "id": each.key,
        "start": words.start,
        "end": words.end,
        "original": words.original,
        "text": words.text,
        "by": each.made_by,
        "at": _at(each.made_at),
    }


def _timeline(measures: Measures | None) -> Json:
    silences = measures.silences if measures else ()
    overtalk = measures.overtalk if measures else ()
    return {
        "silences": [[_s(e.span.start), _s(e.span.end), e.announced] for e in silences],
        "overtalk": [[_s(e.span.start), _s(e.span.end), e.initiator] for e in overtalk],
    }


def _risk(risk: Risk) -> Json:
    return {
        "probability": round(risk.probability, 4),
        "calibrated": risk.calibrated,
        "model": risk.model,
        "reasons": [
            {"zh": each.zh, "en": each.en, "turn": each.turn, "phrase": each.phrase}
            for each in risk.reasons
        ],
    }


def _voice(each: Voice) -> list[float | int | None]:
    """Turn, time, level and pitch over the customer's own start."""
    level, pitch = (
        None if each is None else round(each, 2) for each in (each.level_db, each.pitch_st)
    )
    return [each.turn, _s(each.at_s), level, pitch]


def _verdicts(page: CallPage) -> list[Json]:
    made = {each.code: each for each in page.judged.verdicts} if page.judged else {}
    latest = {each.code: each for each in page.decisions}
    return [_verdict(each, made.get(each.code), latest.get(each.code)) for each in page.verdicts]


def _verdict(each: CheckedVerdict, made: Verdict | None, latest: Decision | None) -> Json:
    decision = None
    if each.outcome is not None:
        decision = {
            "outcome": each.outcome,
            "true_state": each.true_state,
            "reason": each.reason,
            "reviewer": each.decided_by,
            "at": _at(latest.decided_at) if latest else None,
        }
    return {
        "code": each.code,
        "name": each.name,
        "state": each.machine,
        "fatal": each.fatal,
        "cost": each.cost,
        "confidence": round(made.confidence, 3) if made else None,
        "evidence": [_evidence(item) for item in made.evidence] if made else [],
        "decision": decision,
    }


def _evidence(item: Evidence) -> Json:
    found: dict[str, object] = {"why": item.why}
    if item.span is not None:
        found |= {"start": _s(item.span.start), "end": _s(item.span.end)}
    given = {"role": item.role, "quote": item.quote, "matched": item.matched}
    return found | {name: value for name, value in given.items() if value is not None}


def _scorecard(card: Scorecard) -> Json:
    return {
        "name": card.name,
        "name_en": card.name_en,
        "identity": card.identity,
        "sections": [
            {
                "code": section.dimension,
                "name": section.name,
                "name_en": section.name_en,
                "criteria": [_criterion(card, each) for each in section.criteria],
            }
            for section in card.sections
        ],
    }


def _criterion(card: Scorecard, each: Criterion) -> Json:
    return {
        "code": each.code,
        "name": each.name,
        "name_en": each.name_en,
        "points": each.points,
        "weight": card.weight_of(each.code),
        "fatal": each.fatal,
        "rules": list(each.rules),
        "human": each.needs_human,
        "guide": "",
    }


def _draft(draft: Draft | None, score: Score | None) -> Json:
    body = draft.body if draft else None
    answers = body.answers if body else {}
    return {
        "revision": draft.revision if draft else 0,
        "answers": {
            code: {"points": answer.points, "na": answer.na, "comment": answer.comment}
            for code, answer in answers.items()
        },
        "comment": body.comment if body else "",
        "total": score.total if score else None,
        "saved_at": _at(draft.saved_at) if draft else None,
        "why": body.why if body else "",
    }


def _score(score: Score) -> Json:
    return {
        "total": score.total,
        "maximum": score.maximum,
        "fatal": score.fatal,
        "items": _items(score),
    }


def _items(score: Score | None) -> Json:
    items = score.items if score else ()
    return {item.code: {"points": item.points, "state": item.state} for item in items}


def _annotation(each: Annotation) -> Json:
    remark = each.remark
    return {
        "id": str(each.key),
        "start": _s(remark.span.start),
        "end": _s(remark.span.end),
        "role": remark.role,
        "text": remark.text,
        "tags": list(remark.tags),
        "quality": remark.quality,
        "by": each.made_by,
        "at": _at(each.made_at),
        "case_id": each.case,
    }


def _tree(categories: Iterable[Category], parent: int | None) -> list[Json]:
    every = list(categories)
    return [
        {
            "id": each.key,
            "name": each.name,
            "name_en": each.name_en,
            "children": _tree(every, each.key),
        }
        for each in every
        if each.parent == parent
    ]


def _version(each: Version) -> Json:
    return {
        "version": each.version,
        "kind": each.kind,
        "by": each.made_by,
        "at": _at(each.made_at),
        "why": each.why,
        "comment": each.body.comment,
        **_score(each.body.score),
        "published_at": _at(each.published_at),
        "acknowledged_at": _at(each.acknowledged_at),
    }


def _appeal(each: Appeal) -> Json:
    return {
        "id": each.key,
        "version": each.version,
        "subject": each.subject,
        "code": each.code,
        "reason": each.reason,
        "state": each.state,
        "by": each.made_by,
        "at": _at(each.made_at),
        "events": [
            {"step": event.step, "by": event.by, "at": _at(event.at), "text": event.text}
            for event in each.events
        ],
    }


def _s(number: Seconds) -> Seconds:
    """Three decimals. `round` looks at every digit and takes ten times as long."""
    return int(number * 1000 + 0.5) / 1000


def _at(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
