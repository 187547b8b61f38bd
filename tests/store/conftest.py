"""Databases of both kinds for every test, empty or with the schema."""

from databases import databases, empty_url, store, url

__all__ = ["databases", "empty_url", "store", "url"]
