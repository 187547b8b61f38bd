from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stored_calls import NOW, a_call, calls, failed, judged

from qa.errors import StoreError
from qa.rules.version import RulebookVersion
from qa.scoring.values import JudgedCall
from qa.store import Publication, Store, VersionHistory


def a_version(text: str = "a", line: str = "inbound") -> RulebookVersion:
    files = {"inbound.yaml": f"line: {line}\n# {text}".encode(), "shared/甲.yaml": b"rules: []"}
    return RulebookVersion(line, files)


def hour(number: int) -> datetime:
    return NOW + timedelta(hours=number)


def judged_by(number: int, rulebook: str) -> JudgedCall:
    made = judged(a_call(number))
    return replace(made, provenance=replace(made.provenance, rulebook=rulebook))


def histories(store: Store, line: str | None = None) -> dict[str, VersionHistory]:
    return {entry.identity: entry for entry in store.rulebook_history(line)}


TEXT = st.text(st.characters(codec="utf-8"), max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.dictionaries(TEXT, TEXT.map(str.encode), min_size=1, max_size=4))
def test_a_version_comes_back_as_it_was_kept(store: Store, files: dict[str, bytes]) -> None:
    version = RulebookVersion("inbound", files)
    store.keep_rulebook(version, NOW)
    found = store.rulebook_version("inbound", version.content_sha256)
    assert found == version
    assert list(found.files) == list(files)
    assert found.identity == version.identity


def test_keeping_a_version_again_changes_nothing(store: Store) -> None:
    store.keep_rulebook(a_version(), NOW)
    store.keep_rulebook(a_version(), hour(1))
    (entry,) = store.rulebook_history()
    assert entry.first_used_at == NOW


def test_a_version_is_found_by_the_beginning_of_its_hash(store: Store) -> None:
    for text in "abcdefghijklmnopq":  # Two of seventeen begin with the same digit.
        store.keep_rulebook(a_version(text), NOW)
    wanted = a_version("b")
    sha256 = wanted.content_sha256
    assert store.rulebook_version("inbound", sha256[:12]) == wanted
    assert store.rulebook_version("inbound", sha256[:12].upper()) == wanted
    with pytest.raises(StoreError, match=r"several versions.*write more of the hash"):
        store.rulebook_version("inbound", "")
    firsts = [a_version(text).content_sha256[0] for text in "abcdefghijklmnopq"]
    shared = next(digit for digit in firsts if firsts.count(digit) > 1)
    with pytest.raises(StoreError, match=f"inbound@{shared} stands for several versions"):
        store.rulebook_version("inbound", shared)


def test_a_version_is_found_by_what_verdicts_call_it(store: Store) -> None:
    store.keep_rulebook(a_version(), NOW)
    assert store.rulebook_named(a_version().identity) == a_version()
    assert store.rulebook_named("inbound@none") is None
    assert store.rulebook_named(a_version().identity.replace("inbound", "callback")) is None


def test_an_unknown_version_is_refused_with_those_that_there_are(store: Store) -> None:
    store.keep_rulebook(a_version(), NOW)
    for prefix in ("0000", "%", "_"):
        with pytest.raises(StoreError, match=f"no version that is kept: {a_version().identity}"):
            store.rulebook_version("inbound", prefix)
    with pytest.raises(StoreError, match="no version that is kept: none → qa rules history"):
        store.rulebook_version("callback", a_version().content_sha256)


def test_the_version_published_last_is_the_published_one(store: Store) -> None:
    assert store.published_rulebook("inbound") is None
    first, second, other = a_version("a"), a_version("b"), a_version("c", "callback")
    assert store.publish_rulebook(first, by="王主管", note="", now=hour(2))
    assert store.publish_rulebook(other, by="王主管", note="", now=hour(0))
    assert store.publish_rulebook(second, by="李主管", note="少误报", now=hour(1))
    assert store.published_rulebook("inbound") == second
    assert store.published_rulebooks() == {"inbound": second, "callback": other}


def test_publishing_what_is_published_writes_nothing(store: Store) -> None:
    assert store.publish_rulebook(a_version(), by="a", note="", now=hour(0))
    assert not store.publish_rulebook(a_version(), by="b", note="", now=hour(1))
    (entry,) = store.rulebook_history()
    assert entry.publications == (Publication(hour(0), "a", ""),)


def test_an_earlier_version_can_be_published_again(store: Store) -> None:
    for number, text in enumerate("aba"):
        assert store.publish_rulebook(a_version(text), by="a", note=text, now=hour(number))
    assert store.published_rulebook("inbound") == a_version("a")
    entries = histories(store)
    assert [each.at for each in entries[a_version("a").identity].publications] == [hour(0), hour(2)]
    assert entries[a_version("a").identity].published
    assert not entries[a_version("b").identity].published


def test_the_same_version_published_by_many_at_once_is_published_once(store: Store) -> None:
    def publish(name: str) -> bool:
        return store.publish_rulebook(a_version(), by=name, note="", now=NOW)

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(publish, "abcd")) == [False, False, False, True]
    (entry,) = store.rulebook_history()
    assert len(entry.publications) == 1


def test_publishing_changes_no_verdict_and_makes_no_call_due(store: Store) -> None:
    store.ingest(calls(1))
    made = judged(a_call(0))
    store.save(made, "me", "f", NOW)
    store.publish_rulebook(a_version(), by="a", note="", now=NOW)
    assert store.load("call-0") == made
    assert store.due(["call-0"], made.provenance.pipeline) == []


def test_history_counts_the_calls_that_a_version_judged(store: Store) -> None:
    used, only_published = a_version("a"), a_version("b")
    store.keep_rulebook(used, hour(1))
    store.publish_rulebook(only_published, by="王主管", note="改开头语", now=hour(2))
    store.ingest(calls(4))
    for number in (0, 1):
        store.save(judged_by(number, used.identity), "me", "f", NOW)
    lost = failed(a_call(2))
    store.save(
        replace(lost, provenance=replace(lost.provenance, rulebook=used.identity)), "me", None, NOW
    )
    assert store.rulebook_history() == [
        VersionHistory(
            "inbound",
            only_published.identity,
            only_published.content_sha256,
            None,
            (Publication(hour(2), "王主管", "改开头语"),),
            True,
            0,
        ),
        VersionHistory("inbound", used.identity, used.content_sha256, hour(1), (), False, 2),
    ]


def test_history_names_versions_that_only_verdicts_know(store: Store) -> None:
    store.keep_rulebook(a_version(), NOW)
    store.ingest(calls(2))
    store.save(judged_by(0, "inbound@000000000000"), "me", "f", NOW)
    store.save(judged_by(1, "chat@none"), "me", "f", NOW)
    assert store.rulebook_history()[1:] == [
        VersionHistory("inbound", "inbound@000000000000", None, None, (), False, 1)
    ]


def test_history_is_of_one_line_the_latest_first(store: Store) -> None:
    store.keep_rulebook(a_version("old"), hour(0))
    store.publish_rulebook(a_version("new"), by="a", note="", now=hour(1))
    store.keep_rulebook(a_version("old", "callback"), hour(2))
    store.publish_rulebook(a_version("old"), by="a", note="", now=hour(3))
    assert list(histories(store, "inbound")) == [
        a_version("old").identity,
        a_version("new").identity,
    ]
    assert len(histories(store)) == 3
    assert histories(store, "chat") == {}
