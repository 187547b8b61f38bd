"""The table of settings."""

from qa.config import Settings
from qa.config.describe import find, settings_table, shown


def row(dotted: str) -> tuple[str, str]:
    setting = find(tuple(dotted.split(".")))
    assert setting is not None
    return setting.allowed, setting.unit


def test_limits_and_units_are_read_off_the_sections() -> None:
    assert row("workers") == ("whole number ≥ 0", "")
    assert row("plan.random_rate") == ("number 0–1", "share")
    assert row("recognition.device") == ("cpu | cuda | auto", "")
    assert row("turns.pause_s") == ("number > 0", "s")
    assert row("speech.bridge_ms") == ("number ≥ 0", "ms")
    assert row("rulebooks_dir") == ("folder or unset", "")
    assert row("flags.lines.inbound.long_s") == ("number > 0 or unset", "s")


def test_the_table_holds_every_field_of_every_section() -> None:
    keys = {setting.key for setting in settings_table()}
    for name, section in Settings().model_dump().items():
        names = section if isinstance(section, dict) else {name: None}
        for inner in names:
            path = (name, inner) if isinstance(section, dict) else (name,)
            assert any(key[: len(path)] == path for key in keys), path


def test_no_two_settings_share_a_variable() -> None:
    names = [name for setting in settings_table() for name in setting.variables]
    assert len(names) == len(set(names))


def test_every_setting_is_explained() -> None:
    assert [s.dotted for s in settings_table() if not s.description] == []


def test_passwords_are_never_shown() -> None:
    url = "postgresql+psycopg://earmark:p%40ss@db.example/earmark"
    assert shown(url) == "postgresql+psycopg://earmark:***@db.example/earmark"
    assert shown("sqlite:///earmark.db") == "sqlite:///earmark.db"
    assert shown("postgresql://me@host/db") == "postgresql://me@host/db"
