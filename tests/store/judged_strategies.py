"""Any result that the pipeline could make, for round trips."""

from datetime import datetime, timedelta, timezone

from hypothesis import strategies as st

from qa.call import (
    Acoustics,
    AudioCondition,
    Call,
    Direction,
    EndedBy,
    Role,
    Satisfaction,
    Transcript,
    Turn,
    Word,
)
from qa.measures.values import Measures, Metrics, Overtalk, Silence
from qa.rules.verdict import Evidence, State, Verdict
from qa.scoring.values import Failure, Flag, ItemState, JudgedCall, Provenance, Score, ScoreItem
from qa.timeline import Span

# What no database keeps is left out: NUL, and halves of surrogate pairs.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
names = texts.filter(bool)
floats = st.floats(allow_nan=False, allow_infinity=False)
shares = st.floats(0, 1)
times = st.floats(0, 14_400)
spans = st.tuples(times, times).map(lambda pair: Span(*sorted(pair)))
offsets = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
instants = st.datetimes(datetime(1971, 1, 1), datetime(2096, 1, 1), timezones=offsets)


def few(values: st.SearchStrategy) -> st.SearchStrategy:  # type: ignore[type-arg]
    return st.lists(values, max_size=3).map(tuple)


calls = st.builds(
    Call,
    call_id=st.just("call-0"),
    recording=names,
    started_at=instants,
    business_line=names,
    agent_id=names,
    agent_name=st.none() | texts,
    team=st.none() | texts,
    skill_group=st.none() | texts,
    agent_hired_on=st.none() | st.dates(),
    customer_id=st.none() | texts,
    customer_name=st.none() | texts,
    customer_tier=st.none() | texts,
    direction=st.none() | st.sampled_from(Direction),
    agent_channel=st.none() | st.integers(0, 1),
    satisfaction=st.sampled_from(Satisfaction),
    ended_by=st.none() | st.sampled_from(EndedBy),
    hold_s=st.none() | floats,
    queue_s=st.none() | floats,
    attributes=st.dictionaries(texts, texts, max_size=3),
)
words = st.builds(Word, times, times, texts, shares)
optional = st.none() | floats
turns = st.builds(
    Turn,
    times,
    times,
    st.sampled_from(Role),
    texts,
    texts,
    shares,
    few(words),
    st.builds(Acoustics, optional, optional, optional, optional),
)
conditions = st.builds(
    AudioCondition,
    channels=st.integers(1, 2),
    sample_rate_hz=st.sampled_from([8000, 44_100]),
    identical_channels=st.booleans(),
    empty_channels=few(st.integers(0, 1)),
    clipped_share=shares,
    swapped_channels=st.booleans(),
    truncated=st.booleans(),
    starts_in_speech=st.booleans(),
    ends_in_speech=st.booleans(),
)
transcripts = st.builds(
    Transcript,
    duration_s=times,
    turns=few(turns),
    speech=st.dictionaries(st.sampled_from(Role), few(spans)),
    condition=conditions,
    recogniser=texts,
    audio_sha256=texts,
    language=st.sampled_from(["zh", "en"]),
)
counts = st.none() | st.integers(0, 99)
metrics = st.builds(
    Metrics,
    agent_talk_s=optional,
    customer_talk_s=optional,
    silence_s=floats,
    overtalk_s=optional,
    agent_talk_share=optional,
    customer_talk_share=optional,
    agent_speech_rate_cpm=optional,
    customer_speech_rate_cpm=optional,
    interruptions_by_agent=counts,
    interruptions_by_customer=counts,
    longest_silence_s=floats,
    longest_monologue_s=optional,
    first_response_s=optional,
    agent_level_dbfs=optional,
    customer_level_dbfs=optional,
    mean_confidence=optional,
)
measures = st.builds(
    Measures,
    few(st.builds(Silence, spans, st.booleans())),
    few(st.builds(Overtalk, spans, st.sampled_from(Role), st.booleans())),
    metrics,
    st.none() | st.sampled_from(Role),
)
evidence = st.builds(
    Evidence,
    names,
    st.none() | spans,
    st.none() | st.sampled_from(Role),
    st.none() | texts,
    st.none() | texts,
)
verdicts = st.builds(
    Verdict,
    names,
    names,
    st.sampled_from(State),
    st.booleans(),
    shares,
    st.lists(evidence, min_size=1, max_size=2).map(tuple),
    optional,
)
scores = st.builds(
    Score,
    names,
    optional,
    floats,
    st.booleans(),
    few(st.builds(ScoreItem, names, optional, floats, st.sampled_from(ItemState))),
)
provenance = st.builds(Provenance, names, names, names, st.none() | names)
flags = st.sets(st.sampled_from(Flag)).map(lambda raised: tuple(f for f in Flag if f in raised))

done = st.builds(
    JudgedCall,
    call=calls,
    provenance=provenance,
    transcript=transcripts,
    measures=measures,
    verdicts=few(verdicts),
    flags=flags,
    score=st.none() | scores,
    satisfaction_risk=st.none() | shares,
)
failed = st.builds(
    JudgedCall, call=calls, provenance=provenance, failure=st.builds(Failure, names, texts)
)
judged_calls = done | failed
