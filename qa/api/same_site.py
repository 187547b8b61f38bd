"""Whether a request was made by a page of this site.

Beside the cookie's SameSite=Strict: that alone trusts every other port and subdomain.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit


def is_same_site(headers: Mapping[str, str], origins: Sequence[str]) -> bool:
    """By `Sec-Fetch-Site`, or else by `Origin` against `Host` or one of `origins`.

    A browser sends at least `Origin` with every POST; pages cannot forge either.
    """
    fetched_from = headers.get("sec-fetch-site")
    if fetched_from is not None:
        return fetched_from == "same-origin"
    origin = headers.get("origin", "")
    host = urlsplit(origin).netloc if "://" in origin else ""
    return bool(host) and (origin in origins or host == headers.get("host"))


def is_local(path: str) -> bool:
    """Whether a place to go on to after signing in is on this site."""
    return (
        path.startswith("/")
        and not path.startswith(("//", "/\\"))
        and path.isprintable()
        and "\\" not in path
    )
