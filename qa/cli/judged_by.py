"""The rulebook to explain a call by."""

from dataclasses import dataclass
from pathlib import Path

from qa.cli.failing import CommandError
from qa.rules.rulebook import Rulebook, load_rulebooks, load_version
from qa.scoring.values import JudgedCall
from qa.store import Store


@dataclass(frozen=True, slots=True)
class Judge:
    """A rulebook, and what to say when it is not the one that judged the call."""

    rulebook: Rulebook
    note: str = ""


def judge_of(store: Store, judged: JudgedCall, directory: Path | None) -> Judge:
    """The version that judged the call, if it is to be had; otherwise the present one.

    `directory` names other rulebooks to explain by; None asks for the call's own.
    """
    line, by = judged.call.business_line, judged.provenance.rulebook
    kept = None if directory else store.rulebook_named(by)
    if kept:
        return Judge(load_version(kept))
    book = _present(store, line, directory)
    if book.identity == by:
        return Judge(book)
    note = f"该通话由 {by} 评判,这里按 {book.identity} 说明 / judged by another version"
    return Judge(book, note)


def _present(store: Store, line: str, directory: Path | None) -> Rulebook:
    published = None if directory else store.published_rulebook(line)
    if published:
        return load_version(published)
    rulebooks = load_rulebooks(directory)
    if line not in rulebooks:
        raise CommandError(f"no rulebook for line {line!r} → --rulebooks DIR names others")
    return rulebooks[line]
