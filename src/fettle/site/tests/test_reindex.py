"""The command that makes search documents anew."""

from __future__ import annotations

from argparse import Namespace
from contextlib import nullcontext

import pytest

from fettle.facilities.search.models import SearchDocument
from fettle.facilities.search.queries import search
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.commands import reindex
from fettle.site.testing.world import World


def test_it_indexes_what_is_behind_or_everything(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reindex, "at_hand", lambda config: nullcontext())
    actions.register(world.actor("requester"), INCIDENT, title="Beamer broken", service=world.service)
    count = Record.objects.count()
    for everything, told in ((False, count), (False, 0), (True, count)):
        assert reindex.run(Namespace(all=everything)) == 0
        assert capsys.readouterr().out == f"{told} records indexed.\n"
    assert SearchDocument.objects.count() == 2 * count
    assert [hit.title for hit in search(world.actor("agent"), "beamer")] == ["Beamer broken"]
