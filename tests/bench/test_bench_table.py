"""Lines: when a target is met, missed, or not shown to be either."""

from bench.table import Line, Target, markdown


def test_a_bound_itself_is_allowed():
    assert Line("a", 0.4, target=Target("≤", 0.4)).met is True
    assert Line("a", 0.401, target=Target("≤", 0.4)).met is False
    assert Line("a", 0.95, target=Target("≥", 0.95)).met is True
    assert Line("a", 0.94, target=Target("≥", 0.95)).met is False


def test_what_was_not_measured_is_neither_met_nor_passed_over():
    line = Line("a", None, target=Target("≤", 1), note="no server")
    assert line.met is None
    assert line.missed
    assert line.cells() == ("a (no server)", "—", "≤ 1", "not measured")


def test_without_target_nothing_is_missed():
    line = Line("a", 12.345, "s", digits=1)
    assert not line.missed
    assert line.cells() == ("a", "12.3 s", "", "")


def test_a_section_that_failed_is_missed():
    line = Line("speed", None, note="no weights", failed=True)
    assert line.missed
    assert line.cells() == ("speed (no weights)", "—", "", "not measured")


def test_the_table_for_the_docs():
    line = Line("qa --help", 0.31, "s", Target("≤", 0.4))
    assert markdown([("start", [line.cells()])]).splitlines()[2] == (
        "| start | qa --help | 0.31 s | ≤ 0.4 s | yes |"
    )
