import io
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import numpy as np
import pytest
from judged_calls import INSPECTOR, MANAGER, NOW, TRAINER, judged, later, put
from sounds import heard

from qa.casebook import filing
from qa.casebook.archive import PAGE, SHEET, export_cases
from qa.casebook.clips import Clips
from qa.errors import Forbidden, NotThere, ReviewError
from qa.keeping import Keeping
from qa.recordings import Recordings
from qa.review.desk import Desk
from qa.store.account_values import AuditFilter
from qa.store.remark_values import Quality

HTML = "<script>alert(1)</script><img src=x onerror=alert(2)>"
FORMULA = '=HYPERLINK("http://evil.example","点我")'
CODE = "TALK-PROMISE"
Archive = Callable[[list[int]], bytes]
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def filed(desk: Desk, recording: str) -> list[int]:
    """Two clips of a recording that is there, one of a recording that is not."""
    put(
        desk.store,
        [judged(0, recording=recording), judged(1, recording="/nowhere/secret/gone.wav")],
    )
    category = next(each.key for each in desk.store.categories() if each.code == "offsite.will")
    keys = []
    for call_id, start, lesson in (
        ("call-0", 2.0, FORMULA),
        ("call-0", 5.0, HTML),
        ("call-1", 1.0, "没有声音"),
    ):
        wanted = filing.Filing(
            start=start,
            end=start + 1.0,
            quality=Quality.BAD,
            category=category,
            lesson=lesson,
            tags=[HTML[:30]],
        )
        keys.append(filing.file_case(desk, INSPECTOR, NOW, call_id, wanted).key)
    return keys


@pytest.fixture
def clips(tmp_path: Path) -> Clips:
    return Clips(Recordings(), Keeping(tmp_path / "kept", 64))


@pytest.fixture
def archive(desk: Desk, clips: Clips) -> Archive:
    def made(keys: list[int]) -> bytes:
        out = io.BytesIO()
        export_cases(desk, clips, TRAINER, later(5), keys, out, names={CODE: "承诺收益"})
        return out.getvalue()

    return made


def clip(key: int) -> str:
    return f"录音/{key:05}-反面-本人意愿确认-A001.mp3"


def opened(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


def cells(xlsx: bytes) -> tuple[list[str], list[str]]:
    """All texts of a sheet, and all formulas."""
    with zipfile.ZipFile(io.BytesIO(xlsx)) as file:
        texts = ElementTree.fromstring(file.read("xl/sharedStrings.xml"))
        page = ElementTree.fromstring(file.read("xl/worksheets/sheet1.xml"))
    found = ["".join(each.itertext()) for each in texts.iter(f"{SPREADSHEET}si")]
    return found, [each.text or "" for each in page.iter(f"{SPREADSHEET}f")]


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_selection_has_its_clips_sheet_and_page(
    desk: Desk, filed: list[int], archive: Archive
) -> None:
    found = opened(archive(filed))
    clips = [clip(key) for key in filed[:2]]
    assert set(found) == {SHEET, PAGE, *clips}
    played = Page(found[PAGE].decode())
    sources = [unquote(str(attrs["src"])) for tag, attrs in played.tags if tag == "audio"]
    assert sources == clips
    assert "录音已不存在" in played.text
    assert "secret" not in found[PAGE].decode()
    log = desk.store.audit(AuditFilter(action="exported"), limit=1)
    assert log[0][1].details == {"what": "cases", "cases": filed}


def test_a_clip_is_the_sound_of_its_span(
    desk: Desk, filed: list[int], archive: Archive, tmp_path: Path
) -> None:
    found = opened(archive(filed))
    file = tmp_path / "clip.mp3"
    file.write_bytes(found[clip(filed[0])])
    sound, rate_hz = heard(file)
    assert sound.shape[1] == 2
    # Half a second before and after, and the encoder's own padding of some 70 ms.
    assert 2.0 <= len(sound) / rate_hz <= 2.15
    middle = sound[rate_hz // 2 : rate_hz * 3 // 2, 0]
    tone = np.argmax(np.abs(np.fft.rfft(middle)))
    assert tone == pytest.approx(300, abs=2)
    assert abs(sound[:, 1]).max() < 0.01


def test_what_people_wrote_is_shown_as_text(desk: Desk, filed: list[int], archive: Archive) -> None:
    page = Page(opened(archive(filed))[PAGE].decode())
    assert HTML in page.text
    tags = [tag for tag, _ in page.tags]
    assert not {"img", "b", "iframe", "link"} & set(tags)
    assert tags.count("script") == 1
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    addresses = [attrs[name] for _, attrs in page.tags for name in attrs if name in ("src", "href")]
    assert all("://" not in str(address) for address in addresses)


def test_no_cell_is_a_formula(desk: Desk, filed: list[int], archive: Archive) -> None:
    texts, formulas = cells(opened(archive(filed))[SHEET])
    assert formulas == []
    assert "'" + FORMULA in texts
    assert FORMULA not in texts
    assert HTML in texts
    assert "非现场见证 / 本人意愿确认" in texts


def test_the_same_selection_gives_the_same_bytes(
    desk: Desk, filed: list[int], archive: Archive
) -> None:
    assert archive(filed) == archive(filed[::-1])


def test_names_are_utf8(desk: Desk, filed: list[int], archive: Archive) -> None:
    with zipfile.ZipFile(io.BytesIO(archive(filed))) as file:
        assert all(info.flag_bits & 0x800 for info in file.infolist())


def test_a_retired_case_can_be_exported(desk: Desk, filed: list[int], archive: Archive) -> None:
    filing.retire_case(desk, MANAGER, later(1), filed[0], 1)
    assert clip(filed[0]) in opened(archive(filed))


def test_a_recording_that_ends_before_the_span_is_told(
    desk: Desk, filed: list[int], archive: Archive, recording: str
) -> None:
    put(desk.store, [judged(2, recording=recording)])
    category = desk.store.categories()[0].key
    wanted = filing.Filing(start=30, end=31, quality=Quality.GOOD, category=category)
    key = filing.file_case(desk, INSPECTOR, NOW, "call-2", wanted).key
    found = opened(archive([key]))
    assert set(found) == {SHEET, PAGE}
    assert "在此之前已结束" in found[PAGE].decode()


def test_only_a_sensible_selection_is_exported(
    desk: Desk, filed: list[int], clips: Clips, archive: Archive
) -> None:
    with pytest.raises(ReviewError, match="select"):
        archive([])
    with pytest.raises(ReviewError, match="select"):
        archive(list(range(501)))
    with pytest.raises(NotThere, match="999999"):
        archive([*filed, 999_999])
    with pytest.raises(Forbidden):
        export_cases(desk, clips, INSPECTOR, NOW, filed, io.BytesIO())


def test_a_damaged_recording_costs_its_own_clip_alone(
    desk: Desk, filed: list[int], archive: Archive, tmp_path: Path
) -> None:
    damaged = tmp_path / "damaged.wav"
    damaged.write_bytes(b"no audio at all")
    put(desk.store, [judged(3, recording=str(damaged))])
    category = desk.store.categories()[0].key
    wanted = filing.Filing(start=0, end=1, quality=Quality.GOOD, category=category)
    key = filing.file_case(desk, INSPECTOR, NOW, "call-3", wanted).key
    found = opened(archive([*filed, key]))
    assert clip(filed[0]) in found
    assert str(tmp_path) not in found[PAGE].decode()
