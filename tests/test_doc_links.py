"""Every link of the documentation leads somewhere."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md"))]
_CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.S | re.M)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.M)


@cache
def _targets(page: Path) -> frozenset[str]:
    """What a link to a page may name behind `#`: its anchors, and its headings as GitHub does."""
    text = page.read_text("utf-8")
    headings = (re.sub(r"[^\w\- ]", "", title.lower()) for title in _HEADING.findall(text))
    anchors = re.findall(r'<a id="([^"]+)">', text)
    return frozenset([*anchors, *(title.replace(" ", "-") for title in headings)])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files_and_to_places_in_them(page: Path) -> None:
    text = _CODE.sub("", page.read_text("utf-8"))
    for link in _LINK.findall(text):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, place = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not place or place in _targets(target), link
