"""`qa config` and `qa doctor`."""

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_every_value_is_shown_with_its_source(run: Run) -> None:
    Path("earmark.toml").write_text("workers = 2\n", encoding="utf-8")
    result = run("config", "show", EARMARK_MODEL="small")
    assert result.exit_code == 0
    assert "workers = 2  (earmark.toml)" in result.stdout
    assert "recognition.model = small  (environment EARMARK_MODEL)" in result.stdout
    assert "timezone = Asia/Shanghai  (default)" in result.stdout
    assert "rulebooks_dir = unset  (default)" in result.stdout
    assert "A role's own pause that starts a new turn" in result.stdout
    assert "[number > 0, s]" in result.stdout


def test_json_has_units_and_no_password(run: Run) -> None:
    result = run("config", "show", "--json", EARMARK_DB_URL="postgresql://me:secret@host/db")
    rows = {row["key"]: row for row in json.loads(result.stdout)}
    assert rows["turns.pause_s"]["value"] == 3.0
    assert rows["turns.pause_s"]["unit"] == "s"
    assert rows["flags.lines.inbound.long_s"]["value"] == 600
    assert rows["allowed_roots"]["value"] == []
    assert rows["db_url"]["value"] == "postgresql://me:***@host/db"
    assert "secret" not in result.output


def test_wrong_settings_stop_a_command_with_all_problems(run: Run) -> None:
    result = run("config", "show", EARMARK_MODL="x", EARMARK_TIMEZONE="Mars")
    assert result.exit_code == 2
    assert "did you mean EARMARK_MODEL?" in result.stderr
    assert "'Mars' is not a time zone" in result.stderr
    assert "Traceback" not in result.stderr


def findings(result: Result) -> dict[str, dict[str, str]]:
    return {each["name"]: each for each in json.loads(result.stdout)}


def test_doctor_names_the_cure_for_a_missing_model(run: Run, url: str) -> None:
    result = run("doctor", "--json", "--db", url)
    found = findings(result)
    assert result.exit_code == 1
    assert found["model"]["health"] == "failed"
    assert found["model"]["fix"] == "qa models fetch base"
    assert found["database"]["health"] == "ok"
    assert found["packages"]["health"] == "ok"
    assert "faster-whisper" in found["packages"]["detail"]
    assert found["decoders"]["health"] == "ok"
    assert "cores" in found["machine"]["detail"]


def test_doctor_changes_nothing(run: Run, folder: Path) -> None:
    assert run("doctor").exit_code == 1
    assert list(folder.iterdir()) == []


def test_doctor_goes_on_when_the_settings_are_wrong(run: Run) -> None:
    result = run("doctor", "--json", EARMARK_TIMEZONE="Mars")
    assert result.exit_code == 1
    assert findings(result)["settings"]["health"] == "failed"
    assert "program" in findings(result)


def test_doctor_sees_a_folder_that_cannot_be_written(run: Run) -> None:
    result = run("doctor", EARMARK_MODELS_DIR="/proc/models")
    assert result.exit_code == 1
    assert "/proc/models for models" in result.stdout
    assert "not writable" in result.stdout


def test_doctor_sees_a_database_of_another_program(run: Run) -> None:
    Path("text.db").write_text("this is not a database, whatever its name may say" * 50)
    found = findings(run("doctor", "--json", "--db", "sqlite:///text.db"))
    assert found["database"]["health"] == "failed"
    assert "not an SQLite database" in found["database"]["detail"]
