"""What a newer version brings to a table that was saved before it: there until somebody decides about it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from fettle.edges.notify.deciding import decide
from fettle.edges.notify.models import NotificationDecision
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions, read
from fettle.kernel.settings.models import Setting
from fettle.kernel.settings.read import current
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World

KEY, NEW = "notify.rules", "discussion.replied"
FILL = import_module("fettle.kernel.settings.migrations.0002_known").FILL


def about() -> set[str]:
    return {row["fact"].partition(":")[0] for row in current()[KEY]}


@pytest.fixture
def of_before(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Record]:
    """The rules as a version stored them that knew nothing of replies and of urgent mails."""
    setting = Setting.objects.get(key=KEY)
    rows = [{name: row[name] for name in row if name != "urgent"} for row in setting.value if row["fact"] != NEW]
    known = [name for name in setting.known if name != NEW]
    Setting.objects.filter(pk=setting.pk).update(value=rows, known=known)
    monkeypatch.setattr(read, "_last", None)
    yield Record.objects.select_related("setting").get(pk=setting.pk)
    read._last = None


def page(world: World) -> str:
    client = Client()
    client.force_login(world.people["manager"])
    return client.get(f"/settings/{KEY}/").content.decode()


def test_a_fresh_installation_has_nothing_new(world: World) -> None:
    assert NEW in Setting.objects.get(key=KEY).known and "new with this version" not in page(world)
    assert Setting.objects.get(key="incidents.escalation").known == []


def test_what_is_new_holds_and_is_marked_until_the_table_is_saved(world: World, of_before: Record) -> None:
    assert NEW in about() and NEW not in str(of_before.setting.value)
    record = incidents.register(world.actor("requester"), INCIDENT, title="Wi-Fi down", service=world.service)
    incidents.reply(world.actor("agent"), record.number, text="Which room?")
    decide(Entry.objects.filter(record=record).latest("seq"))
    assert NotificationDecision.objects.filter(person=world.people["requester"], way="screen", told=True).exists()
    count = sum(row["fact"] == NEW for row in current()[KEY])
    assert page(world).count('class="x-tag is-blue">new with this version') == count
    actions.redefine(world.actor("manager"), KEY, value=current()[KEY], reason="as it is")
    assert NEW in about() and "new with this version" not in page(world)
    assert check(Record.objects.get(pk=of_before.pk)) == []


def test_what_is_removed_stays_removed(world: World, of_before: Record) -> None:
    kept = [row for row in current()[KEY] if row["fact"] != NEW]
    actions.redefine(world.actor("manager"), KEY, value=kept, reason="nobody wants it")
    assert NEW not in about() and "new with this version" not in page(world)
    actions.redefine(world.actor("manager"), KEY, value=kept[1:], reason="less")
    assert NEW not in about()


def test_saving_just_what_was_stored_is_a_decision_and_told_so(world: World, of_before: Record) -> None:
    stored = [row for row in current()[KEY] if row["fact"] != NEW]
    Setting.objects.filter(pk=of_before.pk).update(value=stored)
    before = Entry.objects.filter(record=of_before).count()
    for _time in range(2):
        actions.redefine(world.actor("manager"), KEY, value=stored, reason="not here")
    assert Entry.objects.filter(record=of_before).count() == before + 1, "once"
    assert NEW not in about() and "Decided about what came with a newer version" in page(world)


def test_a_procedure_alone_decides_about_no_row(world: World, of_before: Record) -> None:
    actions.redefine(world.actor("manager"), KEY, procedure="Ask Anna.", reason="words")
    assert NEW in about() and NEW not in Setting.objects.get(key=KEY).known


def test_a_variant_of_what_is_known_is_no_news(world: World, of_before: Record) -> None:
    rows = [row for row in current()[KEY] if row["fact"] != "levels.warned:90"]
    Setting.objects.filter(pk=of_before.pk).update(value=rows)
    read._last = None
    assert "levels.warned:90" not in {row["fact"] for row in current()[KEY]}


def test_a_new_column_of_a_row_begins_as_it_does_in_a_new_installation(world: World, of_before: Record) -> None:
    urgent = {row["code"] for row in current()[KEY] if row["urgent"]}
    assert "breached-team_lead" in urgent and "closed-requester" not in urgent
    own = [{**row, "code": f"own-{row['code']}"} for row in of_before.setting.value]
    Setting.objects.filter(pk=of_before.pk).update(value=own)
    read._last = None
    assert {row["urgent"] for row in current()[KEY] if row["code"].startswith("own-")} == {None}


def test_an_installation_of_before_takes_its_history_at_its_word(world: World) -> None:
    """A row that somebody removed before stays removed; what no row was ever about is new."""
    value: list[dict[str, Any]] = current()[KEY]
    kept = [row for row in value if row["fact"] != "incidents.closed"]
    actions.redefine(world.actor("manager"), KEY, value=kept, reason="too many")
    Setting.objects.update(known=[])
    with connection.cursor() as cursor:
        cursor.execute(FILL)
    known = Setting.objects.get(key=KEY).known
    assert {"incidents.closed", "incidents.escalated", NEW} <= set(known) and len(known) == len(set(known))
    assert Setting.objects.get(key="notify.texts").known and Setting.objects.get(key="incidents.matrix").known == []
    read._last = None
    assert "incidents.closed" not in about()
