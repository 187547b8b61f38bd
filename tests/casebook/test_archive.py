import io
import wave
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import numpy as np
import pytest
from judged_calls import INSPECTOR, MANAGER, NOW, TRAINER, judged, later, put

from qa.casebook import filing
from qa.casebook.archive import PAGE, SHEET, export_cases
from qa.errors import Forbidden, NotThere, ReviewError
from qa.review.desk import Desk
from qa.store.account_values import AuditFilter
from qa.store.remark_values import Quality

HTML = "<script>alert(1)</script><img src=x onerror=alert(2)>"
FORMULA = '=HYPERLINK("http://evil.example","点我")'
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


def archive(desk: Desk, keys: list[int]) -> bytes:
    out = io.BytesIO()
    export_cases(desk, TRAINER, later(5), keys, out)
    return out.getvalue()


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


def test_a_selection_has_its_clips_sheet_and_page(desk: Desk, filed: list[int]) -> None:
    found = opened(archive(desk, filed))
    clips = [f"录音/{key:05}-反面.wav" for key in filed[:2]]
    assert set(found) == {SHEET, PAGE, *clips}
    played = Page(found[PAGE].decode())
    sources = [unquote(str(attrs["src"])) for tag, attrs in played.tags if tag == "audio"]
    assert sources == clips
    assert "录音已不存在" in played.text
    assert "secret" not in found[PAGE].decode()
    log = desk.store.audit(AuditFilter(action="exported"), limit=1)
    assert log[0][1].details == {"what": "cases", "cases": filed}


def test_a_clip_is_the_sound_of_its_span(desk: Desk, filed: list[int]) -> None:
    found = opened(archive(desk, filed))
    with wave.open(io.BytesIO(found[f"录音/{filed[0]:05}-反面.wav"])) as clip:
        assert (clip.getnchannels(), clip.getframerate()) == (2, 16_000)
        assert clip.getnframes() == pytest.approx(2.0 * 16_000, abs=32)
        samples = np.frombuffer(clip.readframes(clip.getnframes()), "<i2").reshape(-1, 2)
    middle = samples[8_000:24_000, 0].astype(float)
    tone = np.argmax(np.abs(np.fft.rfft(middle)))
    assert tone == pytest.approx(300, abs=2)
    assert not samples[:, 1].any()


def test_what_people_wrote_is_shown_as_text(desk: Desk, filed: list[int]) -> None:
    page = Page(opened(archive(desk, filed))[PAGE].decode())
    assert HTML in page.text
    assert not {"script", "img", "b", "iframe", "link"} & {tag for tag, _ in page.tags}
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    addresses = [attrs[name] for _, attrs in page.tags for name in attrs if name in ("src", "href")]
    assert all("://" not in str(address) for address in addresses)


def test_no_cell_is_a_formula(desk: Desk, filed: list[int]) -> None:
    texts, formulas = cells(opened(archive(desk, filed))[SHEET])
    assert formulas == []
    assert "'" + FORMULA in texts
    assert FORMULA not in texts
    assert HTML in texts
    assert "非现场见证 / 本人意愿确认" in texts


def test_the_same_selection_gives_the_same_bytes(desk: Desk, filed: list[int]) -> None:
    assert archive(desk, filed) == archive(desk, filed[::-1])


def test_names_are_utf8(desk: Desk, filed: list[int]) -> None:
    with zipfile.ZipFile(io.BytesIO(archive(desk, filed))) as file:
        assert all(info.flag_bits & 0x800 for info in file.infolist())


def test_a_retired_case_can_be_exported(desk: Desk, filed: list[int]) -> None:
    filing.retire_case(desk, MANAGER, later(1), filed[0], 1)
    assert f"录音/{filed[0]:05}-反面.wav" in opened(archive(desk, filed))


def test_a_recording_that_ends_before_the_span_is_told(
    desk: Desk, filed: list[int], recording: str
) -> None:
    put(desk.store, [judged(2, recording=recording)])
    category = desk.store.categories()[0].key
    wanted = filing.Filing(start=30, end=31, quality=Quality.GOOD, category=category)
    key = filing.file_case(desk, INSPECTOR, NOW, "call-2", wanted).key
    found = opened(archive(desk, [key]))
    assert set(found) == {SHEET, PAGE}
    assert "录音只有 10.0 秒" in found[PAGE].decode()


def test_only_a_sensible_selection_is_exported(desk: Desk, filed: list[int]) -> None:
    with pytest.raises(ReviewError, match="select"):
        archive(desk, [])
    with pytest.raises(ReviewError, match="select"):
        archive(desk, list(range(501)))
    with pytest.raises(NotThere, match="999999"):
        archive(desk, [*filed, 999_999])
    with pytest.raises(Forbidden):
        export_cases(desk, INSPECTOR, NOW, filed, io.BytesIO())


def test_a_damaged_recording_costs_its_own_clip_alone(
    desk: Desk, filed: list[int], tmp_path: Path
) -> None:
    damaged = tmp_path / "damaged.wav"
    damaged.write_bytes(b"no audio at all")
    put(desk.store, [judged(3, recording=str(damaged))])
    category = desk.store.categories()[0].key
    wanted = filing.Filing(start=0, end=1, quality=Quality.GOOD, category=category)
    key = filing.file_case(desk, INSPECTOR, NOW, "call-3", wanted).key
    found = opened(archive(desk, [*filed, key]))
    assert f"录音/{filed[0]:05}-反面.wav" in found
    assert str(tmp_path) not in found[PAGE].decode()
