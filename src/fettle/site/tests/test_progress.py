"""The bars of commands: after two seconds, on a terminal, and nowhere else."""

from __future__ import annotations

import time

import pytest

from fettle.site.commands import progress


def lasting(seconds: float, patience: float, monkeypatch: pytest.MonkeyPatch, terminal: bool) -> None:
    monkeypatch.setattr(progress, "PATIENCE_SECONDS", patience)
    monkeypatch.setattr(progress, "STEP_SECONDS", 0.01)
    monkeypatch.setattr("sys.stderr.isatty", lambda: terminal, raising=False)
    with progress.busy("counting"):
        time.sleep(seconds)


def test_what_lasts_shows_a_bar_that_wanders_and_ends_its_line(monkeypatch, capsys) -> None:
    lasting(0.3, 0.01, monkeypatch, terminal=True)
    drawn = capsys.readouterr().err
    assert drawn.count("\r[") > 1 and "counting" in drawn and drawn.endswith("\n")
    assert len({line.partition("]")[0] for line in drawn.split("\r")[1:]}) > 1


def test_what_is_over_soon_or_watched_by_nobody_shows_none(monkeypatch, capsys) -> None:
    lasting(0.01, 5, monkeypatch, terminal=True)
    lasting(0.1, 0.01, monkeypatch, terminal=False)
    assert capsys.readouterr().err == ""


def test_a_failure_goes_through(monkeypatch) -> None:
    with pytest.raises(ValueError, match="wrong"), progress.busy("failing"):
        raise ValueError("wrong")
