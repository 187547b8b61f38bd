"""Exports of what is in the store."""
