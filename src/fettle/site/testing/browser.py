"""Fixtures for tests in a real browser: the Chromium of the system, nothing downloaded."""

from __future__ import annotations

import os
from typing import Any

import pytest

from fettle.site.testing.groups import chromium


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright's launch arguments with the system's Chromium, which refuses its sandbox to root."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # from now on the loop runs in the thread that makes the test database
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": chromium(), "args": arguments}


@pytest.fixture(autouse=True)
def _database_beside_browser(request: pytest.FixtureRequest) -> None:
    """Playwright's loop runs in the test's thread, where Django would refuse the database."""
    if request.node.get_closest_marker("browser"):
        request.getfixturevalue("monkeypatch").setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
