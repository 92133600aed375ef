"""`fettle token EMAIL`: the printed token opens the API."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from django.test import Client

from fettle.site import cli
from fettle.site.commands import token
from fettle.site.testing.world import World


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(token, "at_hand", lambda config: nullcontext())  # the test's own database is at hand
    return token.run(cli.parser().parse_args(["token", *words]))


def test_the_printed_token_opens_the_api(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "AGENT@example.org", "--scope", "read", "--days", "7") == 0
    secret = capsys.readouterr().out.strip()
    answer = Client().get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"})
    assert answer.json()["mail"] == "agent@example.org"


def test_nobody_with_that_address(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "nobody@example.org") == 1
    assert "nobody@example.org" in capsys.readouterr().err
