"""Fixtures for tests in a real browser: the Chromium of the system, nothing downloaded."""

from __future__ import annotations

import os
from typing import Any

import pytest

from fettle.site.testing.groups import chromium, together


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright's launch arguments with the system's Chromium, which refuses its sandbox to root."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # its loop runs in the thread of the test database
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": chromium(), "args": arguments}


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Playwright's loop runs in the test's thread, where Django would refuse the database. It stays allowed: the loop
    runs until the session ends, also while the database is made or a later test's tables are emptied.
    """
    if item.get_closest_marker("browser"):
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: after the first of them a loop runs in the thread, where others could not run theirs.

    Those that start processes, and mostly wait for them, lie scattered between the modules of those: so hardly ever do
    two workers wait at the same time.
    """
    plain: list[pytest.Item] = []
    waiting: dict[str, list[pytest.Item]] = {}
    browsing: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("browser"):
            browsing.setdefault(item.nodeid.partition("::")[0], []).append(item)
        elif item.get_closest_marker("kill"):
            waiting.setdefault(together(item.nodeid), []).append(item)
        else:
            plain.append(item)
    scattered = [(at / len(some), unit) for some in (waiting, browsing) for at, unit in enumerate(some.values())]
    scattered.sort(key=lambda placed: placed[0])
    items[:] = [*plain, *(item for _place, unit in scattered for item in unit)]
