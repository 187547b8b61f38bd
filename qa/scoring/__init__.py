"""Flags, scorecards and the review plan."""
