"""Results on their way to agents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from qa.accounts.permissions import Action, check, scope_of
from qa.call import Call
from qa.errors import NotThere
from qa.people import Person
from qa.review.desk import Desk, changed, check_seen, opened
from qa.store.evaluation_values import Version, VersionKind
from qa.store.opening import Opened

PAGE = 50


@dataclass(frozen=True, slots=True)
class PublishedResult:
    """A result as agents and leads see it."""

    call: Call
    version: Version
    appeal_until: datetime


@dataclass(frozen=True, slots=True)
class Unpublished:
    """An evaluation that the agent does not see yet."""

    call: Call
    version: Version


def unpublished(
    desk: Desk, person: Person, *, before: int | None = None, limit: int = PAGE
) -> list[Unpublished]:
    """Evaluations that wait to be published, the latest first.

    Args:
        desk: what to work with.
        person: who looks.
        before: `version.key` of the last one of the page before.
        limit: how many at most.

    Raises:
        Forbidden: the role does not allow it.
    """
    check(person, Action.PUBLISH)
    found = desk.store.unpublished_results(before=before, limit=limit)
    calls = desk.store.calls_of([each.call_id for each in found])
    return [Unpublished(calls[each.call_id], each) for each in found if each.call_id in calls]


def publish(desk: Desk, person: Person, now: datetime, call_ids: Sequence[str]) -> int:
    """Let the agents see the latest version of these calls; how many they did not see before.

    Raises:
        Forbidden: the role does not allow it.
        NotThere: some of the calls were evaluated by nobody; then nothing is published.
    """
    check(person, Action.PUBLISH)
    found = {each.call_id: each for each in desk.store.latest_versions(call_ids, published=False)}
    made = [each for each in found.values() if each.kind is not VersionKind.MACHINE]
    if missing := sorted(set(call_ids) - {each.call_id for each in made}):
        listed = ", ".join(missing)
        raise NotThere(f"尚无人工评分: {listed}", f"not evaluated by a person: {listed}")
    new = [each for each in made if each.published_at is None]
    entries = [
        changed(person, now, "evaluation_published", call_id=each.call_id, version=each.version)
        for each in new
    ]
    keys = [each.key for each in new]
    return desk.store.publish_versions(keys, person.username, now, entries)


def results(
    desk: Desk, person: Person, *, before: int | None = None, limit: int = PAGE
) -> list[PublishedResult]:
    """Published results, the latest first: an agent's own, a lead's team's, or all.

    Args:
        desk: what to work with.
        person: who looks.
        before: `version.key` of the last one of the page before.
        limit: how many at most.

    Raises:
        Forbidden: the role does not allow it.
    """
    check(person, Action.SEE_RESULTS)
    scope = scope_of(person)
    found = desk.store.published_results(
        agent_id=scope.agent_id, team=scope.team, before=before, limit=limit
    )
    calls = desk.store.calls_of([each.call_id for each in found])
    return [
        PublishedResult(calls[each.call_id], each, appeal_until(desk, each))
        for each in found
        if each.call_id in calls
    ]


def acknowledge(desk: Desk, person: Person, now: datetime, call_id: str) -> bool:
    """The agent has taken note of the published result; False when that was so already.

    Raises:
        Forbidden: the role does not allow it, or it is not the agent's own call.
        UnknownCall: the call was deleted.
    """
    check(person, Action.ACKNOWLEDGE)
    found = opened(desk, person, call_id)
    check_seen(person, Action.ACKNOWLEDGE, found)
    version = published_version(found)
    noted = changed(person, now, "result_acknowledged", call_id=call_id, version=version.version)
    return desk.store.acknowledge_version(version.key, person.username, now, noted)


def published_version(found: Opened) -> Version:
    """The latest that the agent sees.

    Raises:
        NotThere: none was published.
    """
    seen = [each for each in found.versions if each.published_at is not None]
    if not seen:
        raise NotThere("结果尚未发布", "the result was not published yet")
    return seen[-1]


def appeal_until(desk: Desk, version: Version) -> datetime:
    """Until when a published version may be disputed."""
    published = version.published_at or version.made_at
    return published + timedelta(days=desk.options.appeal_days)
