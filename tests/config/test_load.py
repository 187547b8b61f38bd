"""Settings: precedence, origins, and every way to get them wrong."""

from pathlib import Path

import pytest

from qa.config import Settings
from qa.config.load import Loaded, load_settings
from qa.errors import ConfigError


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(text: str, name: str = "earmark.toml") -> Path:
    file = Path(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def problems_of(file: Path | None = None, **environ: str) -> list[str]:
    with pytest.raises(ConfigError) as raised:
        load_settings(file, environ, {})
    return [str(problem) for problem in raised.value.problems]


def test_without_any_source_everything_is_the_default() -> None:
    loaded = load_settings(None, {}, {})
    assert loaded.settings == Settings()
    assert set(loaded.origins.values()) == {"default"}


def test_each_source_beats_the_one_before_it() -> None:
    written('workers = 1\ntimezone = "Asia/Tokyo"\ndb_url = "sqlite:///file.db"')
    environ = {"EARMARK_WORKERS": "2", "EARMARK_TIMEZONE": "Asia/Seoul"}
    loaded = load_settings(None, environ, {"workers": 3})
    assert (loaded.settings.workers, loaded.settings.timezone) == (3, "Asia/Seoul")
    assert loaded.settings.db_url == "sqlite:///file.db"
    assert loaded.origins["workers"] == "command line"
    assert loaded.origins["timezone"] == "environment EARMARK_TIMEZONE"
    assert loaded.origins["db_url"] == "earmark.toml"
    assert loaded.origins["models_dir"] == "default"


def test_an_option_that_was_not_used_overrides_nothing() -> None:
    assert load_settings(None, {"EARMARK_WORKERS": "2"}, {"workers": None}).settings.workers == 2


@pytest.mark.parametrize(
    "name", ["EARMARK_MODEL", "EARMARK_RECOGNITION_MODEL"], ids=["short", "full"]
)
def test_short_and_full_variable_set_the_same_key(name: str) -> None:
    loaded = load_settings(None, {name: "large-v3"}, {})
    assert loaded.settings.recognition.model == "large-v3"
    assert loaded.origins["recognition.model"] == f"environment {name}"


def test_variables_take_the_type_of_their_setting() -> None:
    environ = {
        "EARMARK_SPEECH_FRAME_MS": "30",
        "EARMARK_PLAN_SEED": "42",
        "EARMARK_PLAN_RANDOM_RATE": "0.1",
        "EARMARK_ALLOWED_ROOTS": "/recordings, s3://bucket",
        "EARMARK_EXTRA_LINES": '["chat", "email"]',
        "EARMARK_FLAGS_LINES": '{"inbound": {"long_s": 900}}',
        "EARMARK_RULEBOOKS_DIR": "rules",
    }
    settings = load_settings(None, environ, {}).settings
    assert settings.speech.frame_ms == 30
    assert (settings.plan.seed, settings.plan.random_rate) == ("42", 0.1)
    assert settings.allowed_roots == ("/recordings", "s3://bucket")
    assert settings.extra_lines == ("chat", "email")
    assert settings.flags.lines["inbound"].long_s == 900
    assert settings.rulebooks_dir == Path("rules")


def test_an_empty_variable_counts_as_not_set() -> None:
    assert load_settings(None, {"EARMARK_MODEL": "", "EARMARK_NONSENSE": ""}, {}) == Loaded(
        Settings(), load_settings(None, {}, {}).origins
    )


def test_the_variable_of_make_demo_is_no_setting_and_no_mistake() -> None:
    assert load_settings(None, {"EARMARK_DEMO_NO_SERVE": "1"}, {}).settings == Settings()


def test_limits_of_a_line_are_merged_limit_by_limit() -> None:
    written("[flags.lines.inbound]\nlong_s = 300\n[flags.lines.chat]\nshort_s = 5\n[turns]\n")
    loaded = load_settings(None, {"EARMARK_EXTRA_LINES": "chat"}, {})
    lines = loaded.settings.flags.lines
    assert (lines["inbound"].short_s, lines["inbound"].long_s) == (15, 300)
    assert lines["offsite"] == Settings().flags.lines["offsite"]
    assert lines["chat"].short_s == 5
    assert loaded.origins["flags.lines.inbound.long_s"] == "earmark.toml"
    assert loaded.origins["flags.lines.inbound.short_s"] == "default"


def test_an_empty_text_unsets_an_optional_setting() -> None:
    written('[flags.lines.inbound]\nlong_s = ""')
    assert load_settings(None, {}, {}).settings.flags.lines["inbound"].long_s is None


def test_the_file_can_be_named_by_option_or_variable() -> None:
    one, two = written("workers = 1", "one.toml"), written("workers = 2", "two.toml")
    assert load_settings(None, {"EARMARK_CONFIG": str(one)}, {}).settings.workers == 1
    assert load_settings(two, {"EARMARK_CONFIG": str(one)}, {}).settings.workers == 2


def test_folders_in_a_file_count_from_its_own_folder() -> None:
    file = written('models_dir = "weights"\nrulebooks_dir = "/rules"', "etc/earmark.toml")
    settings = load_settings(file, {}, {}).settings
    assert settings.models_dir == Path("etc/weights")
    assert settings.rulebooks_dir == Path("/rules")


def test_everything_wrong_is_reported_at_once_with_its_place() -> None:
    written('# hello\nworkrs = 1\n\n[recognition]\nbeam_size = 0\nmodle = "base"\n[plans]\n')
    problems = problems_of(
        EARMARK_TIMEZONE="Asia/Peking",
        EARMARK_MODL="base",
        EARMARK_WORKERS="many",
        EARMARK_FLAGS_LINES="{",
    )
    text = "\n".join(problems)
    assert "earmark.toml:2 workrs: unknown setting → did you mean workers?" in text
    assert "earmark.toml:5 recognition.beam_size: 0: " in text
    assert "whole number ≥ 1" in text
    assert "earmark.toml:6 recognition.modle: unknown setting → did you mean" in text
    assert "earmark.toml:7 plans: unknown setting → did you mean plan?" in text
    assert "EARMARK_TIMEZONE: 'Asia/Peking' is not a time zone → an IANA name" in text
    assert "EARMARK_MODL: unknown variable → did you mean EARMARK_MODEL?" in text
    assert "EARMARK_WORKERS: 'many'" in text
    assert "EARMARK_FLAGS_LINES: is not JSON" in text
    assert len(problems) == 8


@pytest.mark.parametrize("name", ["", "Asia", "../etc/passwd", "Mars/Olympus", "/etc"])
def test_a_bad_time_zone_is_caught(name: str) -> None:
    written(f'timezone = "{name}"')
    assert "is not a time zone" in problems_of()[0]


def test_two_variables_that_contradict_each_other_are_refused() -> None:
    both = {"EARMARK_MODEL": "base", "EARMARK_RECOGNITION_MODEL": "small"}
    assert "contradicts" in problems_of(**both)[0]
    both["EARMARK_RECOGNITION_MODEL"] = "base"
    assert load_settings(None, both, {}).settings.recognition.model == "base"


def test_a_section_given_a_value_says_what_belongs_there() -> None:
    written("recognition = 3")
    assert problems_of() == [
        "earmark.toml:1 recognition: is a section, not a value → settings go below [recognition]"
    ]


def test_a_line_that_does_not_exist_and_limits_the_wrong_way_round_are_refused() -> None:
    written("[flags.lines.inbond]\nlong_s = 9\n[flags.lines.inbound]\nlong_s = 10\n")
    assert problems_of() == [
        "earmark.toml:4 flags.lines.inbound.long_s: short (15 s) is not below long (10 s)",
        "earmark.toml:2 flags.lines.inbond.long_s: unknown business line 'inbond'"
        " → one of inbound, callback, offsite, or name it in extra_lines",
    ]


def test_a_wrong_item_of_a_list_is_laid_to_the_list() -> None:
    written("allowed_roots = ['/a', 3]")
    assert problems_of()[0].startswith("earmark.toml:1 allowed_roots: ['/a', 3]: ")


def test_an_unknown_database_is_refused_without_showing_its_password() -> None:
    (problem,) = problems_of(EARMARK_DB_URL="mysql://me:secret@host/db")
    assert "secret" not in problem
    assert "mysql://me:***@host/db" in problem


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(b"workers = \n", "is not TOML"), ("单位 = 1".encode("gb18030"), "is not TOML in UTF-8")],
)
def test_a_file_that_is_not_toml_is_named(content: bytes, complaint: str) -> None:
    Path("own.toml").write_bytes(content)
    (problem,) = problems_of(Path("own.toml"))
    assert problem.startswith("own.toml: ")
    assert complaint in problem


def test_a_named_file_must_exist() -> None:
    (problem,) = problems_of(Path("missing.toml"))
    assert problem.startswith("missing.toml: cannot be read: ")


def test_settings_stay_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings(None, {}, {}).settings.workers = 9  # type: ignore[misc]
