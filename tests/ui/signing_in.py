"""The way into a served workbench."""

from people_made import PASSWORD
from playwright.sync_api import Page, expect
from served_workbench import Site


def enter(page: Page, site: Site, username: str, onward: str = "/") -> None:
    """By keyboard alone: the first field has the focus, though not before the page is painted."""
    page.goto(site.base + onward)
    expect(page.get_by_label("用户名")).to_be_focused()
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
