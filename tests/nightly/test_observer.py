"""The numbers that people see while a run goes on."""

from hypothesis import given
from hypothesis import strategies as st

from qa.nightly.observer import Progress


def test_speed_and_time_left_follow_from_what_is_done() -> None:
    halfway = Progress(
        due=10,
        due_bytes=1000,
        done=3,
        failed=1,
        elsewhere=1,
        settled_bytes=500,
        audio_s=7200,
        elapsed_s=600,
    )
    assert halfway.settled == 5
    assert halfway.audio_hours_per_hour == 12
    assert halfway.left_s == 600


def test_at_the_very_start_nothing_is_foretold() -> None:
    fresh = Progress(due=10, due_bytes=1000)
    assert (fresh.audio_hours_per_hour, fresh.left_s) == (None, None)
    barely = Progress(due=10, due_bytes=1000, settled_bytes=10, elapsed_s=5)
    assert barely.left_s is None


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.floats(0, 10**6))
def test_the_time_left_is_never_negative(settled: int, more: int, elapsed_s: float) -> None:
    progress = Progress(due=1, due_bytes=settled + more, settled_bytes=settled, elapsed_s=elapsed_s)
    assert progress.left_s is None or progress.left_s >= 0
