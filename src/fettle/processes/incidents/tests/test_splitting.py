"""One report that holds two matters becomes two, and each stays with the people it is for."""

from __future__ import annotations

import pytest

from fettle.edges.pages.tests.test_frame import client
from fettle.facilities.discussion.models import Comment
from fettle.facilities.links import queries as linked
from fettle.kernel.access.read import visible
from fettle.kernel.errors import Forbidden, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.tests.desk import fresh
from fettle.site.testing.world import World


def test_the_new_one_has_its_own_story_and_the_old_one_stays(world: World, record: Record) -> None:
    agent = world.actor("agent")
    before = fresh(record).state, record.title
    made = actions.split(
        agent, record.number, title="And the printer", details="It jams", requester=world.people["classmate"]
    )
    assert (made.kind, made.state, made.service_id) == (record.kind, "new", record.service_id)
    assert made.item.requester == world.people["classmate"] and made.item.impact == "group" and made.due_at
    assert (fresh(record).state, record.title) == before and check(fresh(record)) == [] == check(fresh(made))
    assert [(end.relation, end.record.pk) for end in linked.links(agent, made)] == [("split_from", record.pk)]
    assert Entry.objects.filter(record=made).count() == 1
    assert not visible(world.actor("classmate")).filter(pk=record.pk).exists(), "only the part that is theirs"
    page = client(world, "classmate").get(f"/portal/requests/{made.number}").content.decode()
    assert "It jams" in page and record.number not in page
    assert (
        record.number not in client(world, "classmate").get(f"/incidents/{made.number}", follow=True).content.decode()
    )


def test_nobody_else_is_shown_what_was_said(world: World, record: Record) -> None:
    with pytest.raises(Refusal, match="must not read"):
        actions.split(world.actor("agent"), record.number, title="x", requester=world.people["stranger"])
    with pytest.raises(Refusal, match="must not read"):
        actions.split(world.actor("agent"), record.number, title="x", affected=world.people["stranger"])
    with pytest.raises(Forbidden):
        actions.split(world.actor("requester"), record.number, title="x")
    assert Record.objects.filter(kind="incident").count() == 1


def test_from_a_message_in_one_form_and_one_save(world: World, record: Record) -> None:
    actions.reply(world.actor("requester"), record.number, text="Also: the printer jams\nSince noon")
    actions.note(world.actor("agent"), record.number, text="Old thing")
    browser = client(world, "agent")
    said, noted = Comment.objects.order_by("pk")
    page = browser.get(f"/incidents/{record.number}").content.decode()
    assert f'href="/incidents/{record.number}/split?comment={said.pk}"' in page and f"comment={noted.pk}" not in page
    form = browser.get(f"/incidents/{record.number}/split?comment={said.pk}").content.decode()
    assert 'value="Also: the printer jams"' in form and "Since noon" in form and "Requester" in form
    assert "Old thing" not in browser.get(f"/incidents/{record.number}/split?comment={noted.pk}").content.decode()
    assert browser.post(f"/incidents/{record.number}/split", {"title": ""}).status_code == 422
    done = browser.post(f"/incidents/{record.number}/split", {"title": "Printer", "details": "jams"})
    made = Record.objects.get(title="Printer")
    assert done["Location"] == f"/incidents/{made.number}" and made.item.requester == world.people["requester"]
    assert client(world, "requester").get(f"/incidents/{record.number}/split").status_code in (302, 403, 404)
