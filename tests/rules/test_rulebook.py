"""Rulebook files: includes, phrase lists, versions, and everything that can be wrong in one."""

from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from calls import heard, judged, rule, rulebook
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.errors import RulebookError
from qa.rules.rulebook import load_rulebook, load_rulebooks, load_version, shipped_rulebooks
from qa.rules.verdict import State
from qa.rules.version import RulebookVersion

HEAD = "line: inbound\nname: {zh: 呼入, en: inbound}\n"
RULE = """
- code: {code}
  name: {{zh: 某, en: some}}
  group: talk
  severity: major
  good: 好
  bad: 坏
  fails_when:
    phrase: {{phrases: [投诉]}}
"""


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def problems(folder: Path) -> list[str]:
    with pytest.raises(RulebookError) as caught:
        load_rulebooks(folder)
    return [str(problem) for problem in caught.value.problems]


def with_condition(condition: str) -> str:
    return HEAD + "rules:" + RULE.format(code="A").replace("phrase: {phrases: [投诉]}", condition)


def test_the_shipped_rulebooks_cover_every_code_of_their_lines() -> None:
    books = load_rulebooks()
    everywhere = {
        "OPEN-GREETING", "CLOSE-FAREWELL", "TALK-TABOO", "TALK-PROMISE", "TALK-DEAD-AIR",
        "TALK-INTERRUPTION", "TALK-RATE", "CUSTOMER-DISSATISFIED", "CUSTOMER-COMPLAINT",
        "OPEN-ANSWER-TIME", "CLOSE-HANGUP", "TALK-ADDRESS", "TALK-POLITE", "TALK-HOLD-SORRY",
        "TALK-BLAME", "TALK-ARGUE", "TALK-SARCASM", "TALK-STOCK-TIP", "TALK-ASK-PASSWORD",
        "CUSTOMER-REPEATED-CONTACT", "CUSTOMER-CHURN", "FOLLOW-UP-CALLBACK", "FOLLOW-UP-DROPPED",
    }  # fmt: skip
    own = {
        "inbound": {
            "CLOSE-EVALUATION", "CLOSE-OTHER-NEEDS", "CUSTOMER-REPEATS", "TALK-CONFIRM",
        },
        "callback": {
            "CALLBACK-CLEAR-ANSWER", "CALLBACK-CLOSING-READ", "CALLBACK-IDENTITY",
            "CALLBACK-QUESTIONS", "CALLBACK-RECORD", "OFFSITE-WILL",
        },
        "offsite": {"OFFSITE-IDENTITY", "OFFSITE-RISK-NOTICE", "OFFSITE-SCRIPT", "OFFSITE-WILL"},
    }  # fmt: skip
    assert {line: {rule.code for rule in book.rules} for line, book in books.items()} == {
        line: everywhere | codes for line, codes in own.items()
    }
    fatal = {
        rule.code for book in books.values() for rule in book.rules if rule.severity == "fatal"
    }
    assert fatal == {"TALK-PROMISE", "TALK-STOCK-TIP", "TALK-ASK-PASSWORD"}


def test_an_identity_is_line_and_content(tmp_path: Path) -> None:
    write(tmp_path, inbound=HEAD + "include: [a.yaml]\nrules: []", a="phrases: {x: [投诉]}")
    first = load_rulebook(tmp_path / "inbound.yaml")
    assert first.identity == f"inbound@{first.version.content_sha256[:12]}"
    assert load_rulebook(tmp_path / "inbound.yaml").identity == first.identity
    write(tmp_path, a="phrases: {x: [投诉你]}")
    assert load_rulebook(tmp_path / "inbound.yaml").identity != first.identity


def test_a_kept_version_is_the_same_rulebook_again(tmp_path: Path) -> None:
    write(tmp_path, inbound=HEAD + "include: [s/a.yaml]\nrules: []", s__a="phrases: {x: [投诉]}")
    rulebook = load_rulebook(tmp_path / "inbound.yaml")
    again = load_version(rulebook.version)
    assert again == rulebook
    assert again.version.top == "inbound.yaml"
    assert again.identity == rulebook.identity


def test_a_kept_version_that_is_not_understood_is_named(tmp_path: Path) -> None:
    version = RulebookVersion("inbound", {"inbound.yaml": b"line: inbound\nnonsense: 1"})
    with pytest.raises(RulebookError) as refused:
        load_version(version)
    places = [problem.place for problem in refused.value.problems]
    assert f"{version.identity} inbound.yaml:2" in places


def test_includes_bring_rules_and_lists_of_other_files(tmp_path: Path) -> None:
    write(
        tmp_path,
        inbound=HEAD + "include: [shared/a.yaml]\nrules:" + RULE.format(code="A"),
        shared__a="include: [shared/b.yaml]\nrules:"
        + RULE.format(code="B").replace("[投诉]", '["@c"]'),
        shared__b='phrases: {c: ["@d", 销户], d: [投诉]}',
    )
    book = load_rulebook(tmp_path / "inbound.yaml")
    assert [rule.code for rule in book.rules] == ["A", "B"]
    (operator,) = book.rules[1].conditions[0].operators()
    assert tuple(operator.vocabulary()) == ("投诉", "销户")


@pytest.mark.parametrize(
    "name", ["../secret.yaml", "/etc/passwd", "none.yaml", "shared/../../x.yaml"]
)
def test_an_include_never_leaves_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.yaml").write_text("phrases: {}")
    folder = tmp_path / "books"
    folder.mkdir()
    write(folder, inbound=HEAD + f"include: [{name}]\nrules: []")
    (said,) = problems(folder)
    assert said.startswith(f"inbound.yaml:3: there is no file {name!r} to include")


def test_a_link_out_of_the_folder_is_no_way_out(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("phrases: {}")
    folder = tmp_path / "books"
    folder.mkdir()
    (folder / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    write(folder, inbound=HEAD + "include: [link.yaml]\nrules: []")
    assert any("there is no file 'link.yaml'" in said for said in problems(folder))


def test_includes_may_go_round(tmp_path: Path) -> None:
    write(
        tmp_path, inbound=HEAD + "include: [sub/a.yaml]\nrules: []", sub__a="include: [sub/a.yaml]"
    )
    assert load_rulebook(tmp_path / "inbound.yaml").rules == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "rulez: []", "inbound.yaml:3: unknown key 'rulez' → did you mean 'rules'?"),
        (with_condition("fraze: {phrases: [投诉]}"), "'fraze' → did you mean 'phrase'?"),
        (with_condition("phrase: {phrase: [投诉]}"), "'phrase' → did you mean 'phrases'?"),
        (with_condition("phrase: {phrases: ['(投诉']}"), "`(` without `)`"),
        (with_condition('phrase: {phrases: ["@non"]}'), "there is no phrase list '@non'"),
        (with_condition("phrase: {phrases: []}"), "at least 1 item"),
        (with_condition("phrase: {phrases: [投诉], role: boss}"), "'agent', 'customer' or 'any'"),
        (with_condition("phrase: {phrases: [投诉], first: {turns: 0}}"), "than or equal to 1"),
        (with_condition("phrase: {phrases: [投诉], first: {}}"), "either `turns` or `seconds`"),
        (with_condition("regex: {pattern: '(a+)+'}"), "repeated group"),
        (with_condition("{}"), "give exactly one of: all, any, at_least, not, condition, phrase"),
        (with_condition("any: []"), "at least 1 item"),
        (with_condition("metadata: {field: tea, equals: x}"), "did you mean 'team'?"),
        (with_condition("silence: {longer_than_s: eight}"), "valid number"),
        (HEAD + "rules:" + RULE.format(code="a b"), "String should match pattern"),
        (HEAD + "rules:" + RULE.format(code="A") + RULE.format(code="A"), "'A' appears twice"),
        (HEAD + "rules:" + RULE.format(code="A") + "  requires: {duration: {above_s: 1}}", "or"),
        (HEAD + "phrases: {a: ['@b'], b: ['@a']}", "contains itself"),
        (HEAD + "phrases: {a: ['@z']}", "there is no phrase list '@z'"),
        (HEAD + "phrases: {a: ['请(']}", "`(` without `)`"),
        (HEAD + "phrases: {a: 3}", "valid tuple"),
        ("name: {zh: a, en: b}", "line: missing"),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_their_line(tmp_path: Path, text: str, said: str) -> None:
    write(tmp_path, inbound=text)
    found = problems(tmp_path)
    assert any(said in problem for problem in found), found
    assert all(problem.startswith("inbound.yaml:") for problem in found)


def test_all_mistakes_of_all_files_come_at_once(tmp_path: Path) -> None:
    write(
        tmp_path,
        inbound=HEAD + "include: [sub/a.yaml]\nrulez: []",
        sub__a="phrasez: {}",
        offsite="line: offsite\nname: {zh: a}",
    )
    found = "\n".join(problems(tmp_path))
    assert "inbound.yaml:4: unknown key 'rulez'" in found
    assert "a.yaml:1: unknown key 'phrasez'" in found
    assert "offsite.yaml:2: name.en: missing" in found


def test_a_line_has_one_rulebook(tmp_path: Path) -> None:
    write(tmp_path, inbound=HEAD, other=HEAD)
    assert problems(tmp_path) == ["other.yaml: a second rulebook for line 'inbound'"]


def test_a_folder_without_rulebooks_is_named(tmp_path: Path) -> None:
    assert "no rulebooks found" in problems(tmp_path)[0]
    assert "no rulebooks found" in problems(tmp_path / "nowhere")[0]


def test_rules_are_frozen(tmp_path: Path) -> None:
    book = rulebook(tmp_path, rule(fails_when={"phrase": {"phrases": ["投诉"]}}))
    with pytest.raises(ValueError, match="frozen"):
        book.rules[0].code = "B"  # type: ignore[misc]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text("投诉@(|)?{}", max_size=6)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["line", "name", "rules", "phrases", "code", "fails_when", "phrase",
                             "all", "any", "not", "regex", "include", "role", "first"]),
            inner, max_size=4,
        ),
    ),
    max_leaves=12,
))  # fmt: skip
def test_any_document_loads_or_says_what_is_wrong(tmp_path: Path, data: object) -> None:
    (tmp_path / "inbound.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    with suppress(RulebookError):
        load_rulebook(tmp_path / "inbound.yaml")


def test_shipped_rulebooks_are_in_the_package() -> None:
    assert (shipped_rulebooks() / "inbound.yaml").is_file()


def test_conditions_are_told_by_their_labels(tmp_path: Path) -> None:
    """A reader knows labels, not the names that files give to conditions."""
    asks = {"phrase": {"label": "客户的问题", "phrases": ["怎么办"], "role": "customer"}}
    answered = {"phrases": ["我来查"], "anchor": {"condition": "asks", "after": {"turns": 2}}}
    book = rulebook(
        tmp_path,
        rule(code="A-ONE", requires={"phrase": answered}),
        rule(code="A-TWO", requires={"count": {"condition": "asks", "at_least": 2}}),
        conditions={"asks": {"any": [asks]}},
    )
    for said in ("客户: 怎么办\n坐席: 不知道", "客户: 你好\n坐席: 不知道"):
        for verdict in judged(book, heard(said)):
            assert verdict.state is State.FAIL
            assert "客户的问题" in verdict.evidence[0].why
            assert "asks" not in verdict.evidence[0].why
