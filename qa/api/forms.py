"""Forms as browsers send them, in bounded size."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

from qa.api.errors import MALFORMED, TOO_LARGE, WRONG_TYPE, Refusal

MAX_BYTES = 16_384
_MAX_FIELDS = 20
_TYPE = "application/x-www-form-urlencoded"


async def form(request: Request) -> Mapping[str, str]:
    """The fields; of one given twice, the first.

    Raises:
        Refusal: it is too large, of another type, or cannot be read.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _TYPE:
        raise Refusal(WRONG_TYPE)
    body = await bounded(request, MAX_BYTES)
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MAX_FIELDS,
        )
    except ValueError as error:  # UnicodeDecodeError is one
        raise Refusal(MALFORMED) from error
    return dict(reversed(pairs))


async def bounded(request: Request, limit: int) -> bytes:
    """The body.

    Raises:
        Refusal: it is longer than `limit` bytes; the rest is not read.
    """
    declared = request.headers.get("content-length", "0")
    if not declared.isdecimal() or int(declared) > limit:
        raise Refusal(TOO_LARGE)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise Refusal(TOO_LARGE)
    return bytes(body)
