"""All timeline measures of one call, put together."""

from collections.abc import Sequence
from dataclasses import replace

from qa.call import Role, Transcript
from qa.config.sections import MeasureOptions
from qa.measures import talk
from qa.measures.overtalk import Party, overtalk
from qa.measures.silence import silences
from qa.measures.values import Measures, Metrics, Overtalk, Silence
from qa.timeline import total


def measure(transcript: Transcript, options: MeasureOptions) -> Measures:
    """Silences, overtalk and the numbers of a call.

    Timing comes from voice activity, words from turns. Where the roles are unknown (mono,
    identical channels, no agent channel) everything that belongs to a role is None or empty;
    silence and confidence are measured all the same.
    """
    silent = silences(transcript, options)
    heard = _roleless(transcript, silent)
    if _roles_unknown(transcript):
        last = Role.UNKNOWN if any(transcript.speech.values()) else None
        return Measures(silent, (), heard, last)
    agent, customer = (Party.of(transcript, role) for role in (Role.AGENT, Role.CUSTOMER))
    both = overtalk(agent, customer, options.interruption_grace_s)
    metrics = _with_roles(heard, transcript, agent, customer, both)
    return Measures(silent, both, metrics, talk.last_speaker(agent, customer))


def _roles_unknown(transcript: Transcript) -> bool:
    return transcript.condition.mono or bool(transcript.speech.get(Role.UNKNOWN))


def _roleless(transcript: Transcript, silent: Sequence[Silence]) -> Metrics:
    lengths = [silence.span.duration for silence in silent]
    return Metrics(
        agent_talk_s=None,
        customer_talk_s=None,
        silence_s=sum(lengths),
        overtalk_s=None,
        agent_talk_share=None,
        customer_talk_share=None,
        agent_speech_rate_cpm=None,
        customer_speech_rate_cpm=None,
        interruptions_by_agent=None,
        interruptions_by_customer=None,
        longest_silence_s=max(lengths, default=0.0),
        longest_monologue_s=None,
        first_response_s=None,
        agent_level_dbfs=None,
        customer_level_dbfs=None,
        mean_confidence=talk.mean_confidence(transcript.turns),
    )


def _with_roles(
    roleless: Metrics,
    transcript: Transcript,
    agent: Party,
    customer: Party,
    both: Sequence[Overtalk],
) -> Metrics:
    agent_s, customer_s = total(agent.speech), total(customer.speech)
    talk_s = agent_s + customer_s
    agent_turns, customer_turns = map(transcript.turns_of, (Role.AGENT, Role.CUSTOMER))
    alone = (*talk.monologues(agent, customer), *talk.monologues(customer, agent))
    cut_in = [stretch.initiator for stretch in both if stretch.interruption]
    return replace(
        roleless,
        agent_talk_s=agent_s,
        customer_talk_s=customer_s,
        overtalk_s=total(stretch.span for stretch in both),
        agent_talk_share=agent_s / talk_s if talk_s else None,
        customer_talk_share=customer_s / talk_s if talk_s else None,
        agent_speech_rate_cpm=talk.speech_rate_cpm(agent_turns, agent.speech, transcript.language),
        customer_speech_rate_cpm=talk.speech_rate_cpm(
            customer_turns, customer.speech, transcript.language
        ),
        interruptions_by_agent=cut_in.count(Role.AGENT),
        interruptions_by_customer=cut_in.count(Role.CUSTOMER),
        longest_monologue_s=max((span.duration for span in alone), default=0.0),
        first_response_s=agent.speech[0].start if agent.speech else None,
        agent_level_dbfs=talk.mean_level_dbfs(agent_turns),
        customer_level_dbfs=talk.mean_level_dbfs(customer_turns),
    )
