import re
from pathlib import Path

from qa.config.sections import Settings

DOCUMENT = Path(__file__).parents[2] / "docs" / "scoring.md"


def test_the_documented_defaults_are_the_ones_in_force():
    stated = re.findall(r"`(measures|flags|plan)\.(\w+) = ([\d.]+)`", DOCUMENT.read_text("utf-8"))
    assert len(stated) == 10
    for section, name, value in stated:
        assert getattr(getattr(Settings(), section), name) == float(value), name


def test_the_documented_rates_cover_every_setting_of_the_plan():
    text = DOCUMENT.read_text("utf-8")
    for section in ("measures", "plan"):
        for name in type(getattr(Settings(), section)).model_fields:
            assert f"`{section}.{name}" in text, name
