"""`qa rules new`, `schema`, `explain` and `replay`."""

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import Result
from hand_made import RULEBOOK

from qa.rules.rulebook import load_rulebooks, shipped_rulebooks

Run = Callable[..., Result]


class TestNew:
    def test_the_shipped_rulebooks_become_ones_own(self, run: Run) -> None:
        assert run("rules", "new", "own").exit_code == 0
        assert load_rulebooks(Path("own")).keys() == load_rulebooks(None).keys()
        assert run("rules", "check", "own").exit_code == 0

    def test_a_new_rule_is_right_from_the_start(self, run: Run) -> None:
        run("rules", "new", "own")
        before = Path("own/inbound.yaml").read_text("utf-8")
        assert run("rules", "new", "own", "TALK-WAIT").exit_code == 0
        assert run("rules", "check", "own").exit_code == 0
        tested = run("rules", "test", "own", "--json")
        assert json.loads(tested.stdout)["wrong"] == []
        added = set(Path("own/inbound.yaml").read_text("utf-8").splitlines())
        assert added - set(before.splitlines()) == {"  - own/talk-wait.yaml"}

    @pytest.mark.parametrize(
        ("args", "said"),
        [
            (("own", "talk"), "String should match pattern"),
            (("own", "TALK-TABOO"), "exists already"),
            (("own", "TALK-NEW", "--line", "chat"), "no rulebook for line 'chat'"),
            (("own",), "is not empty"),
        ],
    )
    def test_what_cannot_be_added_changes_nothing(
        self, run: Run, args: tuple[str, ...], said: str
    ) -> None:
        run("rules", "new", "own")
        before = {path: path.read_bytes() for path in Path("own").rglob("*") if path.is_file()}
        result = run("rules", "new", *args)
        assert result.exit_code == 2
        assert said in result.stderr
        after = {path: path.read_bytes() for path in Path("own").rglob("*") if path.is_file()}
        assert after == before

    def test_a_rulebook_that_includes_in_one_line_or_not_at_all_is_kept(self, run: Run) -> None:
        own = Path("own")
        own.mkdir()
        (own / "inbound.yaml").write_text(RULEBOOK, encoding="utf-8")
        assert run("rules", "new", "own", "TALK-A").exit_code == 0
        text = (
            (own / "inbound.yaml")
            .read_text("utf-8")
            .replace("include:\n  - own/talk-a.yaml", "include: [own/talk-a.yaml]")
        )
        (own / "inbound.yaml").write_text(text, encoding="utf-8")
        assert run("rules", "new", "own", "TALK-B").exit_code == 0
        codes = [rule.code for rule in load_rulebooks(own)["inbound"].rules]
        assert codes == ["OPEN-GREETING", "TALK-A", "TALK-B"]


def test_the_schema_holds_for_every_shipped_file_and_not_for_mistakes(run: Run) -> None:
    schema = json.loads(run("rules", "schema").stdout)
    validator = jsonschema.Draft202012Validator(schema)
    for path in shipped_rulebooks().rglob("*.yaml"):
        if path.parent.name != "cases":
            validator.validate(yaml.safe_load(path.read_text("utf-8")))
    wrong = yaml.safe_load(RULEBOOK)
    wrong["rules"][0]["severty"] = "major"
    assert not validator.is_valid(wrong)


class TestExplain:
    def test_every_condition_is_told_with_times_and_quotes(self, run: Run, url: str) -> None:
        told = run("rules", "explain", "C-1", "TALK-PROMISE", "--db", url)
        assert told.exit_code == 0, told.stderr
        for part in ("TALK-PROMISE", "fails_when", "成立 true", "保证收益", "00:0"):
            assert part in told.stdout

    def test_json_holds_the_tree(self, run: Run, url: str) -> None:
        (rule,) = json.loads(
            run("rules", "explain", "C-1", "OPEN-GREETING", "--json", "--db", url).stdout
        )
        assert rule["code"] == "OPEN-GREETING"
        assert rule["conditions"]["requires"]["holds"] in ("true", "false", "unknown")

    def test_all_rules_without_naming_one(self, run: Run, url: str) -> None:
        rules = json.loads(run("rules", "explain", "C-3", "--json", "--db", url).stdout)
        shipped = load_rulebooks(None)["inbound"].rules
        assert [rule["code"] for rule in rules] == [rule.code for rule in shipped]

    @pytest.mark.parametrize(
        ("args", "said"),
        [
            (("C-9",), "no judged call 'C-9'"),
            (("C-1", "TALK-NOTHING"), "no rule 'TALK-NOTHING'"),
            (("C-2",), "was not judged"),
        ],
    )
    def test_what_cannot_be_explained_is_said(
        self, run: Run, url: str, args: tuple[str, ...], said: str
    ) -> None:
        result = run("rules", "explain", *args, "--db", url)
        assert result.exit_code == 2
        assert said in result.stderr

    @pytest.mark.parametrize(
        "broken",
        [
            "",
            "\0",
            "rules: [",
            "[" * 10_000,
            "!!python/object/apply:os.system ['touch canary']",
            RULEBOOK.replace("[您好]", "['" + "(的)?…" * 60 + "的']"),
            RULEBOOK.replace("phrase: ", "regex: "),
            "line: inbound\ninclude: [../../etc/passwd]",
        ],
    )
    def test_broken_rulebooks_explain_nothing_and_break_nothing(
        self, run: Run, url: str, broken: str
    ) -> None:
        own = Path("own")
        own.mkdir()
        (own / "inbound.yaml").write_text(broken, encoding="utf-8")
        result = run("rules", "explain", "C-1", "--rulebooks", "own", "--db", url)
        assert result.exit_code in (1, 2), result.output
        assert "inbound.yaml" in result.stderr
        assert "Traceback" not in result.output
        assert not Path("canary").exists()


class TestReplay:
    @pytest.fixture
    def draft(self) -> Path:
        path = Path("inbound.yaml")
        path.write_text(RULEBOOK.replace("[您好]", "[喂]"), encoding="utf-8")
        return path

    def test_the_difference_is_printed_with_calls_to_listen_to(
        self, run: Run, url: str, draft: Path
    ) -> None:
        told = run("rules", "replay", "--rulebook", str(draft), "--db", url)
        assert told.exit_code == 0, told.stderr
        for part in ("OPEN-GREETING", "C-1", "/recordings/C-1.wav", "必检", "nothing was stored"):
            assert part in told.stdout

    def test_json_holds_counts_and_examples(self, run: Run, url: str, draft: Path) -> None:
        told = json.loads(
            run("rules", "replay", "--rulebook", str(draft), "--json", "--db", url).stdout
        )
        assert told["calls"] == 2
        rules = {rule["code"]: rule for rule in told["rules"]}
        assert rules["OPEN-GREETING"]["newly_failing"] == 2
        assert any(example["call_id"] == "C-1" for example in told["examples"])

    def test_a_folder_needs_its_line(self, run: Run, url: str) -> None:
        folder = str(shipped_rulebooks())
        refused = run("rules", "replay", "--rulebook", folder, "--db", url)
        assert refused.exit_code == 2
        assert "--line says which" in refused.stderr
        done = run("rules", "replay", "--rulebook", folder, "--line", "inbound", "--db", url)
        assert done.exit_code == 0

    def test_an_unknown_rule_is_refused(self, run: Run, url: str, draft: Path) -> None:
        result = run("rules", "replay", "--rulebook", str(draft), "--rule", "X-Y", "--db", url)
        assert result.exit_code == 2
        assert "no rule X-Y" in result.stderr

    def test_a_draft_with_mistakes_is_told_as_check_does(self, run: Run, url: str) -> None:
        Path("bad.yaml").write_text(RULEBOOK.replace("severity: major", "severity: huge"), "utf-8")
        result = run("rules", "replay", "--rulebook", "bad.yaml", "--db", url)
        assert result.exit_code == 2
        assert "bad.yaml:7" in result.stderr
