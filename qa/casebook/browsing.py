"""Looking through the casebook."""

from collections.abc import Sequence
from dataclasses import replace

from qa.accounts.permissions import Action, check, scope_of
from qa.casebook.tree import below
from qa.errors import NotThere
from qa.people import Person
from qa.review.desk import Desk
from qa.store.case_values import Case, CaseFilter

PAGE = 50
MOST = 500


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
    team = scope_of(person).team
    asked = filter if team is None else replace(filter, team=team)
    if filter.categories:
        tree = desk.store.categories()
        wide = {key for each in filter.categories for key in below(tree, each)}
        asked = replace(asked, categories=tuple(sorted(wide)))
    return desk.store.cases(asked, before=before, limit=max(1, min(limit, MOST)))


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


def tags(desk: Desk, person: Person) -> Sequence[str]:
    """Every tag in use, to choose from.

    Raises:
        Forbidden: the role does not allow it.
    """
    check(person, Action.SEE_CASEBOOK)
    return desk.store.case_tags()
