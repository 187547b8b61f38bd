"""Pictures of the workbench for the documentation."""

import os
import re

from playwright.sync_api import Page
from served_workbench import ROOT

IMAGES = ROOT / "docs" / "images"
WANTED = os.environ.get("SCREENSHOTS") == "1"
"""Whether to keep new pictures."""


def hostile(text: str) -> str:
    """Text with markup that a page must show as text; pictures do without the markup."""
    return re.sub(r"<[^>]*>|[*]{2}", "", text) if WANTED else text


def screenshot(page: Page, name: str) -> None:
    """Keep a picture when `SCREENSHOTS=1` asks for new ones."""
    if WANTED:
        IMAGES.mkdir(exist_ok=True)
        page.wait_for_timeout(500)  # Streamlit fades what is new into view.
        page.screenshot(path=IMAGES / f"{name}.png")
