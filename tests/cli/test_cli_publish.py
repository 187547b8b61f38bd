"""`qa rules publish`, `history` and `diff`: versions of rulebooks from the command line."""

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import hand_made
import pytest
from click.testing import Result
from filled import NOW, fill
from hand_made import RULEBOOK
from own_rulebooks import write_cases, write_rulebooks

from qa.rules.rulebook import load_rulebooks
from qa.rules.version import RulebookVersion
from qa.store import Store, open_store

Run = Callable[..., Result]
OTHER = RULEBOOK.replace("[您好]", "[您好, 早上好]")


@pytest.fixture
def rules(run: Run, url: str, rulebooks: Path) -> Run:
    """`rules("publish", …)` is `qa rules publish …` on a database with three calls."""
    return lambda name, *args: run("rules", name, *args, "--db", url)


@pytest.fixture
def store(url: str):
    with closing(open_store(url)) as opened:
        yield opened


def version(text: str = RULEBOOK) -> RulebookVersion:
    return RulebookVersion("inbound", {"inbound.yaml": text.encode()})


def test_rulebooks_are_published_after_their_cases_passed(rules: Run, store: Store) -> None:
    result = rules("publish", "rulebooks", "--note", "首版", "--by", "王主管")
    assert result.exit_code == 0, result.output
    assert "案例 2 / 2 通过" in result.stdout
    assert f"{version().identity}: 已发布 / published" in result.stdout
    assert "no stored verdict was changed" in result.stdout
    assert store.published_rulebook("inbound") == version()
    (publication,) = store.rulebook_history("inbound")[0].publications
    assert (publication.by, publication.note) == ("王主管", "首版")


def test_publishing_keeps_every_stored_verdict(rules: Run, store: Store) -> None:
    before = store.load("C-1")
    rules("publish", "rulebooks")
    assert store.load("C-1") == before


def test_publishing_the_same_again_says_so_and_writes_nothing(rules: Run, store: Store) -> None:
    rules("publish", "rulebooks")
    again = rules("publish", "rulebooks")
    assert again.exit_code == 0
    assert f"{version().identity}: 本来就是发布版本" in again.stdout
    told = json.loads(rules("publish", "rulebooks", "--json").stdout)
    assert (told["published"], told["published_before"]) == ([], [version().identity])
    entry = next(each for each in store.rulebook_history() if each.published)
    assert len(entry.publications) == 1


def test_a_failing_case_keeps_rulebooks_from_being_published(
    rules: Run, rulebooks: Path, store: Store
) -> None:
    write_cases(rulebooks, "pass")
    refused = rules("publish", "rulebooks")
    assert refused.exit_code == 1
    assert "✗ OPEN-GREETING [inbound] 没有开头语" in refused.stderr
    assert "--force" in refused.stderr
    assert store.published_rulebooks() == {}
    told = json.loads(rules("publish", "rulebooks", "--json").stdout)
    assert (told["published"], len(told["wrong"])) == ([], 1)
    forced = rules("publish", "rulebooks", "--force")
    assert forced.exit_code == 0
    assert "✗ OPEN-GREETING" in forced.stderr
    assert store.published_rulebook("inbound") == version()


def test_wrong_rulebooks_are_never_published(rules: Run, rulebooks: Path, store: Store) -> None:
    (rulebooks / "inbound.yaml").write_text(RULEBOOK.replace("severity", "serverity"))
    result = rules("publish", "rulebooks", "--force")
    assert result.exit_code == 2
    assert "inbound.yaml:7" in result.stderr
    assert store.published_rulebooks() == {}


def test_rules_without_cases_are_published_with_a_remark(rules: Run, rulebooks: Path) -> None:
    (rulebooks / "cases/OPEN-GREETING.yaml").unlink()
    result = rules("publish", "rulebooks")
    assert result.exit_code == 0
    assert "no cases" in result.stderr


def test_only_the_lines_asked_for_are_published_and_tested(
    rules: Run, rulebooks: Path, store: Store
) -> None:
    (rulebooks / "chat.yaml").write_text(
        RULEBOOK.replace("line: inbound", "line: chat").replace("[您好]", "[早上好]"), "utf-8"
    )
    every = rules("publish", "rulebooks")  # The greeting's case fails on the line `chat`.
    assert every.exit_code == 1
    result = rules("publish", "rulebooks", "--line", "inbound")
    assert result.exit_code == 0, result.output
    assert set(store.published_rulebooks()) == {"inbound"}
    unknown = rules("publish", "rulebooks", "--line", "fax")
    assert unknown.exit_code == 2
    assert "chat, inbound" in unknown.stderr


def test_a_folder_in_the_settings_wins_and_that_is_said(rules: Run, rulebooks: Path) -> None:
    Path("earmark.toml").write_text('rulebooks_dir = "rulebooks"\n')
    result = rules("publish")
    assert result.exit_code == 0
    assert version().identity in result.stdout
    assert "the setting wins" in result.stderr


def test_a_database_without_schema_is_refused_with_the_command_to_run(
    run: Run, rulebooks: Path
) -> None:
    result = run("rules", "publish", "rulebooks", "--db", "sqlite:///none.db")
    assert result.exit_code == 2
    assert "qa db upgrade" in result.stderr


def test_history_lists_versions_with_their_publications(rules: Run, rulebooks: Path) -> None:
    rules("publish", "rulebooks", "--note", "首版", "--by", "王主管")
    write_rulebooks(rulebooks, OTHER)
    rules("publish", "rulebooks", "--note", "加早上好", "--by", "李主管")
    told = rules("history").stdout
    for word in (version().identity, version(OTHER).identity, "发布中", "首版", "李主管"):
        assert word in told
    # What judged the calls was never kept, yet it is not passed over.
    assert "inbound@0123456789ab" in told
    assert "未留存" in told
    entries = json.loads(rules("history", "--json").stdout)
    assert [each["version"] for each in entries[:2]] == [
        version(OTHER).identity,
        version().identity,
    ]
    assert [each["published"] for each in entries] == [True, False, False]
    assert entries[0]["publications"][0]["note"] == "加早上好"
    assert entries[2]["judged_calls"] == 2
    assert json.loads(rules("history", "--line", "callback", "--json").stdout) == []


def test_history_of_an_empty_database_says_so(run: Run) -> None:
    fill("sqlite:///empty.db")
    result = run("rules", "history", "--db", "sqlite:///empty.db")
    assert result.exit_code == 0
    assert "no version yet" in result.stderr


def test_diff_tells_phrases_and_keys_apart(rules: Run, rulebooks: Path) -> None:
    rules("publish", "rulebooks")
    write_rulebooks(rulebooks, OTHER.replace("severity: major", "severity: fatal"))
    result = rules("diff", "published", "rulebooks")
    assert result.exit_code == 0, result.output
    assert "~ 规则 rule OPEN-GREETING 开头语 修改 changed" in result.stdout
    assert "severity: major → fatal" in result.stdout
    assert "+ 早上好" in result.stdout
    (found,) = json.loads(rules("diff", "published", "rulebooks", "--json").stdout)
    assert found["old"] == version().identity
    (rule,) = found["rules"]
    assert (rule["kind"], rule["code"]) == ("changed", "OPEN-GREETING")
    assert {each["key"]: each["added"] for each in rule["changes"]} == {
        "severity": [],
        "requires.phrase.phrases": ["早上好"],
    }


def test_diff_takes_versions_by_the_beginning_of_their_hash(rules: Run, rulebooks: Path) -> None:
    for text in (RULEBOOK, OTHER):
        write_rulebooks(rulebooks, text)
        rules("publish", "rulebooks")
    names = [version(text).identity[:13] for text in (RULEBOOK, OTHER)]
    result = rules("diff", *names)
    assert f"{version().identity} → {version(OTHER).identity}" in result.stdout
    assert "− 早上好" in rules("diff", *reversed(names)).stdout
    assert "完全相同" in rules("diff", names[1], "rulebooks").stdout
    assert "完全相同" in rules("diff", "rulebooks/inbound.yaml", names[1]).stdout


def test_diff_says_when_only_comments_differ(rules: Run, rulebooks: Path) -> None:
    Path("commented").mkdir()
    Path("commented/inbound.yaml").write_text("# 说明\n" + RULEBOOK, encoding="utf-8")
    assert "only comments" in rules("diff", "rulebooks", "commented").stdout


def test_diff_of_folders_is_of_every_line_in_either(rules: Run, rulebooks: Path) -> None:
    shipped = sorted(load_rulebooks())
    told = json.loads(rules("diff", "rulebooks", "shipped", "--json").stdout)
    assert [each["line"] for each in told] == shipped
    assert {each["kind"] for each in told[0]["rules"]} == {"added"}
    one = json.loads(rules("diff", "rulebooks", "shipped", "--line", "inbound", "--json").stdout)
    assert [each["line"] for each in one] == ["inbound"]


@pytest.mark.parametrize(
    ("names", "complaint"),
    [
        (("nowhere", "shipped"), "there is no such rulebook"),
        (("published", "shipped"), "nothing is published yet"),
        (("inbound@00", "shipped"), "no version that is kept"),
        (("rulebooks", "shipped", "--line", "fax"), "no line to compare"),
    ],
)
def test_what_cannot_be_compared_is_told(
    rules: Run, names: tuple[str, ...], complaint: str
) -> None:
    result = rules("diff", *names)
    assert result.exit_code == 2
    assert complaint in result.stderr
    assert "Traceback" not in result.stderr


def test_a_call_is_explained_by_the_version_that_judged_it(rules: Run, store: Store) -> None:
    judged = hand_made.done("C-9")
    by = replace(judged.provenance, rulebook=version().identity)
    store.keep_rulebook(version(), NOW)
    store.ingest([judged.call])
    store.save(replace(judged, provenance=by), "test", "f", NOW)
    store.publish_rulebook(version(OTHER), by="王主管", note="", now=NOW)
    own = rules("explain", "C-9", "OPEN-GREETING")
    assert own.exit_code == 0, own.output
    assert own.stderr == ""
    other = rules("explain", "C-1", "OPEN-GREETING")
    assert f"这里按 {version(OTHER).identity} 说明" in other.stderr


def test_who_publishes_is_the_user_unless_told(
    rules: Run, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.cli.publishing.getuser", lambda: "qa-manager")
    rules("publish", "rulebooks")
    assert store.rulebook_history()[0].publications[0].by == "qa-manager"

    def nobody() -> str:
        raise KeyError("uid 1000")

    monkeypatch.setattr("qa.cli.publishing.getuser", nobody)
    unnamed = rules("publish", "rulebooks")
    assert unnamed.exit_code == 2
    assert "--by NAME" in unnamed.stderr
