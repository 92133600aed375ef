"""What the log does not tell."""

from __future__ import annotations

import logging

import pytest
import structlog

from fettle.site import logs


@pytest.mark.parametrize("plain", [True, False])
def test_a_link_by_which_one_signs_in_is_masked(plain: bool, capsys, monkeypatch) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(root, "level", root.level)
    logs.configure(plain=plain)
    with structlog.contextvars.bound_contextvars(path="/sign-in/link/abc-SECRET_1/"):
        logging.getLogger("django.request").warning("Gone: %s", "/sign-in/link/abc-SECRET_1/?next=/")
    told = capsys.readouterr().err
    assert "/sign-in/link/" in told and "SECRET" not in told
