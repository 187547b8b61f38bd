"""The Streamlit side of the call page."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from qa.errors import PlayerNotBuilt
from qa.ui import component


def _script() -> None:
    import streamlit as st

    from qa.ui.component import call_page

    told = call_page({"call": {"call_id": "c1"}}, user="li", language="en")
    st.text(repr(told))


def test_the_page_is_mounted_and_has_told_nothing_yet() -> None:
    app = AppTest.from_function(_script, default_timeout=60).run()
    assert not app.exception
    assert app.text[0].value == "CallPageResult(call_id=None, language=None, finished=None)"


def test_without_the_built_file_the_way_to_build_it_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(component, "files", lambda _package: tmp_path)
    with pytest.raises(PlayerNotBuilt, match="pip install -e"):
        component.player_module()


def test_the_built_file_is_a_module_with_a_default_export() -> None:
    assert "as default" in component.player_module()[-200:]
