"""Verdicts that a draft cannot change, because it means the same by the rules behind them."""

from functools import cache

from qa import __version__
from qa.errors import RulebookError
from qa.rules.meaning import unchanged
from qa.rules.rulebook import Rulebook, load_version
from qa.store import Store
from qa.store.past import PastCall

_NOTHING: frozenset[str] = frozenset()


def nothing_settled(past: PastCall) -> frozenset[str]:  # noqa: ARG001
    """No rule of any call: all are judged again."""
    return _NOTHING


class Settled:
    """Compares a draft with the rulebooks that judged stored calls."""

    def __init__(self, store: Store, draft: Rulebook) -> None:
        self._store, self._draft = store, draft
        self._by = cache(self._compared)

    def codes(self, past: PastCall) -> frozenset[str]:
        """The draft's rules whose stored verdicts on this call are theirs.

        Nothing where an earlier program made the result: it may have judged otherwise.
        """
        by_this_program = past.pipeline.partition("+")[0] == __version__
        return self._by(past.rulebook) & past.states.keys() if by_this_program else _NOTHING

    def _compared(self, rulebook: str) -> frozenset[str]:
        version = self._store.rulebook_named(rulebook)
        if version is None:
            return _NOTHING
        try:
            return unchanged(load_version(version), self._draft)
        except RulebookError:
            # Written in a language that this program does not understand.
            return _NOTHING
