"""Made-up talks as judged calls in a store: some rated, the rest not."""

from collections.abc import Sequence
from dataclasses import replace

from made_up_talks import talks
from stored_calls import NOW, a_call, a_turn
from stored_calls import judged as plainly_judged

from qa.call import Acoustics, Satisfaction
from qa.rules.verdict import State, Verdict
from qa.scoring.flags import DISSATISFIED_RULE
from qa.scoring.satisfaction.talk import Talk
from qa.scoring.values import JudgedCall
from qa.store import Store

RATINGS = {1.0: Satisfaction.DISSATISFIED, 0.0: Satisfaction.SATISFIED}


def judged_talk(talk: Talk, rating: Satisfaction) -> JudgedCall:
    """As a night judges it; the rule on dissatisfaction passes."""
    call = a_call(
        call_id=talk.talk_id,
        started_at=talk.started_at,
        agent_id=talk.agent_id,
        customer_id=talk.customer_id,
        business_line=talk.business_line,
        satisfaction=rating,
    )
    turns = [
        replace(
            a_turn(each.text, start=5.0 * at, role=each.role),
            words=(),
            acoustics=Acoustics(level_dbfs=-20.0, pitch_hz=180.0, rate_cpm=240.0),
        )
        for at, each in enumerate(talk.utterances)
    ]
    return replace(
        plainly_judged(call, *turns),
        verdicts=(Verdict(DISSATISFIED_RULE, "客户不满", State.PASS),),
        flags=(),
        satisfaction_risk=None,
    )


def fill(store: Store, number: int, rated: int = 2, **made: int) -> Sequence[str]:
    """Save so many calls, every `rated`th of them rated; which ones are dissatisfied."""
    said, degrees = talks(number, **made)
    judged = [
        judged_talk(talk, RATINGS[degree] if at % rated == 0 else Satisfaction.NONE)
        for at, (talk, degree) in enumerate(zip(said, degrees, strict=True))
    ]
    store.ingest([each.call for each in judged])
    for each in judged:
        store.save(each, "night", "f", NOW)
    return [talk.talk_id for talk, degree in zip(said, degrees, strict=True) if degree]
