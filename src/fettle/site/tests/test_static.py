"""Built files are served by the site itself, and kept by browsers for ever: their names change with their content."""

from __future__ import annotations

import pytest
from django.templatetags.static import static
from django.test import Client

from fettle.edges.pages import assets


@pytest.mark.parametrize("name", ["app.css", "portal.css", "portal.js"])
def test_built_files_travel_packed(name: str) -> None:
    plain, packed = Client(), Client(headers={"Accept-Encoding": "br, gzip"})
    whole, small = plain.get(static(assets.file(name))), packed.get(static(assets.file(name)))
    assert small["Content-Encoding"] == "br"
    assert int(small["Content-Length"]) < int(whole["Content-Length"])


@pytest.mark.parametrize("name", ["app.css", "portal.css", "portal.js"])
def test_built_files_are_served_and_kept(name: str) -> None:
    answer = Client().get(static(assets.file(name)))
    assert answer.status_code == 200 and answer.streaming
    assert "immutable" in answer["Cache-Control"]
