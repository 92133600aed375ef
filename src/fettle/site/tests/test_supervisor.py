"""The supervisor on other systems than Linux: the same code, without the one call that only Linux has."""

from __future__ import annotations

import ctypes
import signal
import sys
import time
from types import SimpleNamespace

import pytest

from fettle.site import supervisor


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """What the kernel was asked for."""
    asked: list[tuple[int, int]] = []
    library = SimpleNamespace(prctl=lambda option, value: asked.append((option, value)))
    monkeypatch.setattr(ctypes, "CDLL", lambda name: library)
    return asked


@pytest.mark.parametrize(("platform", "asks"), [("linux", True), ("darwin", False)])
def test_only_linux_is_asked_to_end_a_child_with_its_parent(
    monkeypatch: pytest.MonkeyPatch, told: list[tuple[int, int]], platform: str, asks: bool
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    supervisor.die_with_parent()
    assert told == ([(supervisor.PR_SET_PDEATHSIG, signal.SIGTERM)] if asks else [])


def test_without_it_children_are_still_started_again_and_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    child = supervisor.Child("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"])
    child.look()
    first = child.process
    assert first is not None
    first.kill()
    first.wait()
    until = time.monotonic() + 10
    while (child.process is None or child.process is first) and time.monotonic() < until:
        child.look()
        time.sleep(0.02)
    second = child.process
    assert second is not None and second.pid != first.pid
    child.stop()
    assert second.poll() is not None
