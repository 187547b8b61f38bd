"""Databases of both kinds."""

from databases import databases, empty_url, store, url

__all__ = ["databases", "empty_url", "store", "url"]
