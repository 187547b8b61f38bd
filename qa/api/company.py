"""The company's own sign-in, as far as routes need to know it."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import HTTPConnection


@dataclass(frozen=True, slots=True)
class Company:
    """How the company's own sign-in begins, and whom it has named."""

    url: Callable[[], str | None]
    """Where it begins, made anew for every try; None when there is none."""
    email: Callable[[HTTPConnection], str | None]
    """The e-mail that it has vouched for in this browser; None when it has not."""


NO_COMPANY = Company(url=lambda: None, email=lambda _: None)
