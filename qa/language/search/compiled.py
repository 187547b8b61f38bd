"""Functions compiled to machine code, and where the code is kept for the next process.

They take and give whole numbers, truth values and arrays, and make no arrays themselves.
"""

from collections.abc import Callable, Iterable
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Protocol, TypeVar, cast

import numba
from numba import types

_Function = TypeVar("_Function", bound=Callable[..., object])


class _Compiler(Protocol):
    def __call__(self, **options: bool) -> Callable[[_Function], _Function]: ...


class _Compiled(Protocol):
    get_call_template: Callable[[Iterable[types.Type], object], object]
    """For the types of a call's arguments, what is called."""


_njit = cast(_Compiler, partial(numba.njit, _nrt=False))
"""Without numba's memory management, which counts the references to every array at every call."""


def compiled(function: _Function) -> _Function:
    """Compile when a function that calls it is compiled; others cannot call it."""
    return _once(_njit(no_cpython_wrapper=True)(function))


def inlined(function: _Function) -> _Function:
    """The same, as a part of each function that calls it."""
    return _once(_njit(no_cpython_wrapper=True, forceinline=True)(function))


def kept(function: _Function) -> _Function:
    """Compile when first called, and keep the machine code on disk, with all that it calls.

    It is kept beside the source, else in the user's cache folder; where neither can be written
    every process compiles for itself.
    """
    try:
        return _njit(cache=True)(function)
    except RuntimeError:
        return _njit()(function)


def _once(function: _Function) -> _Function:
    """Have it compiled once, not anew for each mix of constants and widths of whole numbers."""
    dispatcher = cast(_Compiled, function)
    resolve = dispatcher.get_call_template
    dispatcher.get_call_template = lambda given, named: resolve(tuple(map(_widened, given)), named)
    return function


def _widened(given: types.Type) -> types.Type:
    plain: types.Type = types.unliteral(given)
    return types.int64 if isinstance(plain, types.Integer) else plain


def fingerprint() -> str:
    """Of the sources of `qa.language`.

    What is kept is told apart by the source of the function that is kept and by its closure, but
    not by the functions that it calls: so it needs this in its closure.
    """
    sources = sorted(Path(__file__).parents[1].rglob("*.py"))
    return sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
