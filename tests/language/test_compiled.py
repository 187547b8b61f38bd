"""Machine code is made once, kept where that is possible, and done without where it is not."""

import os
import subprocess
import sys
from pathlib import Path

import numba
import pytest

from qa.language.search.compiled import compiled, kept

ONE_SEARCH = """
from qa.language.phrases import PhraseIndex
assert PhraseIndex(["投诉"]).search("我要投诉")
from qa.language.search.kernel import search
print(sum(search.stats.cache_hits.values()), sum(search.stats.cache_misses.values()))
"""


def run(code: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout.strip()


def test_nothing_is_loaded_or_compiled_before_the_first_search() -> None:
    assert run("import sys, qa.language.phrases as _; print('numba' in sys.modules)") == "False"


@pytest.mark.slow
def test_the_second_process_compiles_nothing(tmp_path: Path) -> None:
    assert run(ONE_SEARCH, NUMBA_CACHE_DIR=str(tmp_path)) == "0 1"
    assert run(ONE_SEARCH, NUMBA_CACHE_DIR=str(tmp_path)) == "1 0"


def test_code_that_cannot_be_kept_is_compiled_all_the_same() -> None:
    scope: dict[str, object] = {}
    exec("def twice(number): return 2 * number", scope)
    twice = scope["twice"]
    assert callable(twice)
    assert kept(twice)(21) == 42


def test_a_function_is_compiled_once_for_all_whole_numbers() -> None:
    @compiled
    def one_more(number: int) -> int:
        return number + 1

    @numba.njit
    def both(number: int) -> int:
        return one_more(number) + one_more(1)

    assert both(2) == 5
    assert len(one_more.signatures) == 1  # type: ignore[attr-defined]
