"""What tests of routes have in common."""

from collections.abc import Callable
from datetime import datetime, timedelta

from people_made import NOW
from starlette.testclient import TestClient

from qa.people import UserRole

SITE = {"Origin": "http://testserver"}
"""What a browser sends with a form of this site."""

SignInAs = Callable[[UserRole], TestClient]


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)
