"""The company's own sign-in (OpenID Connect), which Streamlit speaks.

Streamlit is configured by `[auth]` in `.streamlit/secrets.toml`, as for `st.login`. Its cookie
is good for Streamlit's pages only; here it is exchanged, once, for a session of Earmark's, which
holds for recordings and data too and ends like any other. Pages have no use for `st.user` then.

Streamlit has no public way to read its cookie outside a page: `tests/ui/test_company.py` tells
when a new version of it does so differently.
"""

import json
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from starlette.requests import HTTPConnection
from streamlit.auth_util import encode_provider_token, get_secrets_auth_section
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from qa.api.company import Company

_PROVIDER = "default"


def streamlit_company() -> Company:
    """Streamlit's sign-in, where it is configured."""
    return Company(url=_url, email=_email)


def _url() -> str | None:
    if not _configured():
        return None
    return f"/auth/login?provider={quote(encode_provider_token(_PROVIDER))}"


def _email(connection: HTTPConnection) -> str | None:
    if not _configured():
        return None
    signed = _get_signed_cookie_with_chunks(connection.cookies, USER_COOKIE_NAME)
    if signed is None:
        return None
    named: Mapping[str, object] = json.loads(signed)
    email = named.get("email")
    vouched = (
        named.get("is_logged_in") is True
        # Providers that verify every address leave the claim out.
        and named.get("email_verified", True) in (True, "true")
        and urlsplit(str(named.get("origin"))).netloc == connection.headers.get("host")
    )
    return email if vouched and isinstance(email, str) else None


def _configured() -> bool:
    return bool(get_secrets_auth_section())
