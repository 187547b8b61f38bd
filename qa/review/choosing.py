"""What a person can filter calls by."""

from qa.accounts.permissions import Action, check, scope_of
from qa.people import Person
from qa.review.desk import Desk
from qa.store.queue_values import Choices


def choices(desk: Desk, person: Person) -> Choices:
    """Lines, teams and agents of the calls that the person sees.

    Raises:
        Forbidden: the role does not allow it.
    """
    check(person, Action.SEARCH_CALLS)
    return desk.store.choices(team=scope_of(person).team)
