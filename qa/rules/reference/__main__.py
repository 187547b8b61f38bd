"""`python -m qa.rules.reference docs/rules` brings the pages there up to date."""

import sys
from pathlib import Path

from qa.rules.reference.pages import generated


def write(folder: Path) -> None:
    """Write every page, and drop those of operators that are no more."""
    pages = generated(folder)
    for old in set(folder.rglob("operators/*.md")) - pages.keys():
        old.unlink()
    for path, text in pages.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
