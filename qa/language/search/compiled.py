"""Functions compiled to machine code, and where the code is kept for the next process.

They take and give whole numbers, truth values and arrays, and make no arrays themselves.
"""

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba import types

_Function = TypeVar("_Function", bound=Callable[..., object])


def _njit(**options: bool) -> Callable[[Callable[..., object]], Any]:
    """numba's compiler without its own memory: nothing here makes an array."""
    compiler: Any = numba.njit
    compile_it: Callable[[Callable[..., object]], Any] = compiler(_nrt=False, **options)
    return compile_it


def compiled(function: _Function) -> _Function:
    """Compile when a function that calls it is compiled; others cannot call it."""
    dispatcher = _njit(no_cpython_wrapper=True)(function)
    resolve = dispatcher.get_call_template

    def once(given: Iterable[types.Type], named: Mapping[str, types.Type]) -> object:
        return resolve(tuple(map(_widened, given)), named)

    # numba would compile it anew for each mix of constants and widths of whole numbers.
    dispatcher.get_call_template = once
    return cast(_Function, dispatcher)


def _widened(given: types.Type) -> types.Type:
    plain: types.Type = types.unliteral(given)
    return types.int64 if isinstance(plain, types.Integer) else plain


def kept(function: _Function) -> _Function:
    """Compile when first called, and keep the machine code on disk, with all that it calls.

    It is kept beside the source, else in the user's cache folder; where neither can be written
    every process compiles for itself.
    """
    try:
        return cast(_Function, _njit(cache=True)(function))
    except RuntimeError:
        return cast(_Function, _njit()(function))


def fingerprint() -> str:
    """Of the sources of `qa.language`.

    What is kept is told apart by the source of the function that is kept and by its closure, but
    not by the functions that it calls: so it needs this in its closure.
    """
    sources = sorted(Path(__file__).parents[1].rglob("*.py"))
    return sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
