"""Timeline measures: pure functions from a transcript to numbers and spans."""

from qa.measures.measuring import measure

__all__ = ["measure"]
