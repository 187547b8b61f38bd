"""What a speech rate counts."""

import pytest

from qa.language.units import units


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("您好，请问！", "zh", 4),
        ("工号1024", "zh", 6),
        ("下载APP了吗", "zh", 7),
        ("0.3%", "zh", 2),
        ("A股T+1", "zh", 4),
        ("……", "zh", 0),
        ("Hello, what's your number 42?", "en", 5),
        ("well - known", "en", 2),
        ("", "zh", 0),
    ],
)
def test_what_a_speech_rate_counts(text, language, count):
    assert units(text, language) == count
