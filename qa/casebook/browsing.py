"""Looking through the casebook."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from qa.accounts.permissions import Action, check, scope_of
from qa.casebook.tree import below
from qa.errors import NotThere
from qa.people import Person
from qa.review.desk import Desk
from qa.store.case_values import Case, CaseFilter

PAGE = 50
MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the cases in force have, to filter by."""

    lines: tuple[str, ...]
    teams: tuple[str, ...]
    agents: Mapping[str, str]
    """Names by id; empty where there is none."""
    rules: tuple[str, ...]
    tags: tuple[str, ...]


def cases(
    desk: Desk,
    person: Person,
    filter: CaseFilter,
    *,
    before: int | None = None,
    limit: int = PAGE,
) -> list[Case]:
    """A page of cases, the one filed last first; a category stands for all below it as well.

    Args:
        desk: what to work with.
        person: who looks; a lead sees those of the own team.
        filter: which ones.
        before: key of the last one of the page before.
        limit: how many at most, 500 in any case.

    Raises:
        Forbidden: the role does not allow it.
    """
    check(person, Action.SEE_CASEBOOK)
    asked = _seen(person, filter)
    if filter.categories:
        tree = desk.store.categories()
        wide = {key for each in filter.categories for key in below(tree, each)}
        asked = replace(asked, categories=tuple(sorted(wide)))
    return desk.store.cases(asked, before=before, limit=max(1, min(limit, MOST)))


def counts(desk: Desk, person: Person, filter: CaseFilter) -> dict[int, int]:
    """How many cases each category holds with all below it, whichever ones the filter names.

    Raises:
        Forbidden: the role does not allow it.
    """
    check(person, Action.SEE_CASEBOOK)
    own = desk.store.case_counts(_seen(person, replace(filter, categories=())))
    tree = desk.store.categories()
    return {each.key: sum(own.get(key, 0) for key in below(tree, each.key)) for each in tree}


def case(desk: Desk, person: Person, key: int) -> Case:
    """One case, retired or not.

    Raises:
        Forbidden: the role does not allow it.
        NotThere: there is no such case, or it is another team's.
    """
    check(person, Action.SEE_CASEBOOK)
    found = desk.store.case(key)
    if found is None or scope_of(person).team not in (None, found.team):
        raise NotThere(f"没有案例 {key}", f"there is no case {key}")
    return found


def choices(desk: Desk, person: Person) -> Choices:
    """What is there to choose from.

    Raises:
        Forbidden: the role does not allow it.
    """
    check(person, Action.SEE_CASEBOOK)
    sources = desk.store.case_sources(_seen(person, CaseFilter()))
    return Choices(
        lines=tuple(sorted({each.business_line for each in sources})),
        teams=tuple(sorted({each.team for each in sources if each.team})),
        agents={each.agent_id: each.agent_name or "" for each in sources},
        rules=tuple(desk.store.case_rules()),
        tags=tuple(desk.store.case_tags()),
    )


def _seen(person: Person, filter: CaseFilter) -> CaseFilter:
    team = scope_of(person).team
    return filter if team is None else replace(filter, team=team)
