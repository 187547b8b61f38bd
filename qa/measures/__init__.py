"""Timeline measures: pure functions from a transcript to numbers and spans."""
