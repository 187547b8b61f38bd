"""Pictures of the workbench for the documentation."""

import os

from playwright.sync_api import Page
from served_workbench import ROOT

IMAGES = ROOT / "docs" / "images"


def screenshot(page: Page, name: str) -> None:
    """Keep a picture when `SCREENSHOTS=1` asks for new ones."""
    if os.environ.get("SCREENSHOTS") == "1":
        IMAGES.mkdir(exist_ok=True)
        page.wait_for_timeout(500)  # Streamlit fades what is new into view.
        page.screenshot(path=IMAGES / f"{name}.png")
