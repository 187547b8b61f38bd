"""Rulebooks named on the command line: a folder, a file, `shipped`, `published`, a version."""

import re
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from qa.cli.failing import CommandError
from qa.rules.rulebook import Rulebook, load_rulebook, load_rulebooks, load_version
from qa.store import open_store

SHIPPED, PUBLISHED = "shipped", "published"
_VERSION = re.compile(r"(?P<line>[a-z][a-z0-9_]*)@(?P<prefix>[0-9a-fA-F]+)")


@dataclass(frozen=True, slots=True)
class Named:
    """The rulebooks that a name stands for."""

    rulebooks: Mapping[str, Rulebook]
    """By business line."""
    single: bool
    """Whether it names one rulebook, and says nothing of other lines."""


def rulebooks_named(name: str, db_url: str) -> Named:
    """What `name` stands for.

    Raises:
        CommandError: it is none of the kinds, or nothing is published.
        RulebookError: the rulebooks are wrong.
        StoreError: no such version is kept, or the database refuses.
    """
    if name == SHIPPED:
        return Named(load_rulebooks(), single=False)
    if name == PUBLISHED:
        return Named(_published(db_url), single=False)
    path, version = Path(name), _VERSION.fullmatch(name)
    if path.is_dir():
        return Named(load_rulebooks(path), single=False)
    if path.is_file():
        book = load_rulebook(path)
    elif version:
        with closing(open_store(db_url)) as store:
            book = load_version(store.rulebook_version(version["line"], version["prefix"]))
    else:
        kinds = "文件夹、文件、shipped、published 或 LINE@HASH / a folder, a file or one of these"
        raise CommandError(f"{name}: 没有这样的规则集 / there is no such rulebook → {kinds}")
    return Named({book.line: book}, single=True)


def _published(db_url: str) -> Mapping[str, Rulebook]:
    with closing(open_store(db_url)) as store:
        versions = store.published_rulebooks()
    if not versions:
        raise CommandError("尚未发布任何规则集 / nothing is published yet → qa rules publish")
    return {line: load_version(version) for line, version in versions.items()}
