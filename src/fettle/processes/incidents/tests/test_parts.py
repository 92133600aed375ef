"""A whole and its parts: what is declared goes on to them, after it was looked at, and each part stays its own."""

from __future__ import annotations

import pytest

from fettle.edges.pages.bulk_run import run_bulk
from fettle.edges.pages.models import BulkRun
from fettle.edges.pages.tests.test_frame import client
from fettle.facilities.discussion.models import Comment
from fettle.facilities.links import actions as links
from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Forbidden
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.processes.incidents import actions, whole
from fettle.processes.incidents.actions import parts
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.incidents.tests.desk import fresh
from fettle.site.testing.world import World

DONE = {"resolution": "New switch", "closure_code": "solved"}


def family(world: World, count: int = 3) -> tuple[Record, list[Record]]:
    agent = world.actor("agent")
    top = actions.register(agent, INCIDENT, title="Network down", service=world.service)
    made = [
        actions.register(world.actor(who), INCIDENT, title=f"No Wi-Fi for {who}")
        for who in ("requester", "classmate", "stranger")[:count]
    ]
    for one in made:
        parts.make_part(agent, one.number, whole=top.number)
    return top, made


def test_resolving_the_whole_leads_to_its_parts_and_nothing_happens_before(world: World) -> None:
    top, (one, other, foreign) = family(world)
    actions.withdraw(world.actor("agent"), other.number, reason="gone")
    browser = client(world, "agent")
    led = browser.post(f"/incidents/{top.number}/do/resolve", DONE)
    assert led["Location"] == f"/incidents/{top.number}/parts/resolve"
    preview = browser.get(led["Location"]).content.decode()
    assert one.number in preview and "Requester, Stranger" in preview and "Resolve the parts: 2 records" in preview
    assert "which is solved now: New switch" in preview and "Left out" in preview and other.number in preview
    assert fresh(one).state == "new"
    plan = preview.partition('name="plan" value="')[2].partition('"')[0]
    done = browser.post(
        led["Location"], {**DONE, "text": "Dear {caller}, {number} is solved: {resolution}", "plan": plan}
    )
    assert done["Location"] == f"/incidents/{top.number}"
    cause = Entry.objects.get(record=top, fact="incidents.resolved").pk
    for part, name in ((one, "Requester"), (foreign, "Stranger")):
        now = fresh(part)
        assert (now.state, now.incident.resolution, now.incident.closure_code) == ("resolved", "New switch", "solved")
        entry = Entry.objects.filter(record=part).latest("pk")
        assert entry.caused_by_id == cause and check(now) == []
        assert [fact["name"] for fact in entry.facts] == ["incidents.resolved", "discussion.replied"]
        assert Comment.objects.get(record=part).text == f"Dear {name}, {part.number} is solved: New switch"
    assert fresh(other).state == "withdrawn"
    again = browser.get(f"/incidents/{top.number}/parts/resolve").content.decode()
    assert "No part is left" in again and "data-send" not in again


def test_each_part_keeps_its_own_clocks_and_the_whole_its_own(world: World) -> None:
    top, (one, *_rest) = family(world)
    due = fresh(one).due_at
    actions.resolve(world.actor("agent"), top.number, **DONE)
    assert fresh(one).state == "new" and fresh(one).due_at == due, "nothing goes on by itself"
    parts.resolve_part(world.actor("agent"), one.number, **DONE)
    actions.reopen(world.actor("requester"), one.number, reason="Not for me")
    assert fresh(one).is_open and fresh(top).state == "resolved"


def test_one_message_reaches_the_people_on_all_parts_and_nobody_of_another(world: World) -> None:
    top, (one, other, foreign) = family(world)
    browser, page = client(world, "agent"), f"/incidents/{top.number}/parts/tell"
    assert f'href="{page}"' in browser.get(f"/incidents/{top.number}").content.decode()
    preview = browser.get(page).content.decode()
    plan = preview.partition('name="plan" value="')[2].partition('"')[0]
    assert browser.post(page, {"text": "", "plan": plan}).status_code == 422
    browser.post(page, {"text": "We wait for a part. {number} {nonsense} {{ x }}", "plan": plan})
    texts = dict(Comment.objects.filter(audience="everyone").values_list("record_id", "text"))
    assert texts == {p.pk: f"We wait for a part. {p.number} {{nonsense}} {{{{ x }}}}" for p in (one, other, foreign)}
    noted = Entry.objects.get(record=top, fact="discussion.noted")
    assert {
        e.caused_by_id for e in Entry.objects.filter(record__in=(one, other, foreign), fact="discussion.replied")
    } == {noted.pk}
    assert all(fresh(p).incident.responded_at for p in (one, other, foreign)), "each was answered"
    theirs = client(world, "stranger").get(f"/portal/requests/{foreign.number}").content.decode()
    assert "We wait for a part" in theirs and top.number not in theirs and one.number not in theirs
    assert client(world, "stranger").get(f"/portal/requests/{top.number}").status_code == 404


def test_what_changed_since_the_preview_is_looked_at_again(world: World) -> None:
    top, (one, other, _foreign) = family(world)
    browser, page = client(world, "agent"), f"/incidents/{top.number}/parts/tell"
    plan = browser.get(page).content.decode().partition('name="plan" value="')[2].partition('"')[0]
    links.unlink(world.actor("agent"), top.number, other.number, "parent_of")
    again = browser.post(page, {"text": "Hello", "plan": plan})
    assert again.status_code == 409 and "Nothing was done" in again.content.decode()
    plan = again.content.decode().partition('name="plan" value="')[2].partition('"')[0]
    actions.take(world.actor("colleague"), one.number)
    led = browser.post(page, {"text": "Hello", "plan": plan})
    run = BulkRun.objects.get()
    assert led["Location"] == f"/bulk/{run.pk}" and run.done == 1 and "Somebody changed it" in run.refused[one.number]
    assert client(world, "colleague").post(page, {"text": "Hello", "plan": plan}).status_code == 409, "another's plan"
    assert not Comment.objects.filter(record=other, text="Hello").exists(), "taken out"


def test_only_staff_and_only_what_is_declared(world: World) -> None:
    top, (one, *_rest) = family(world)
    for who in ("requester", "stranger"):
        with pytest.raises(Forbidden):
            parts.tell_part(world.actor(who), {"requester": one.number}.get(who, _rest[-1].number), text="x")
    off = {"resolve": False, "tell": False, "text": None}
    settings.redefine(Actor.house("tests", "incidents.manage"), whole.PROPAGATION.key, value=off)
    browser = client(world, "agent")
    assert browser.get(f"/incidents/{top.number}/parts/tell").status_code == 409
    led = browser.post(f"/incidents/{top.number}/do/resolve", DONE)
    assert led["Location"] == f"/incidents/{top.number}"


def test_many_go_by_a_job_and_are_made_parts_in_one(world: World, caller) -> None:  # type: ignore[no-untyped-def]
    agent = world.actor("agent")
    top = actions.register(agent, INCIDENT, title="Network down")
    made = [actions.register(agent, INCIDENT, title=f"Room {at}").number for at in range(60)]
    call = caller("agent")
    for number in made:
        links.link(agent, number, top.number, "child_of")
    seen = call("GET", f"/incidents/{top.number}/parts").json()
    assert len(seen["items"]) == 60 and seen["resolve"] == made
    run = call("POST", f"/incidents/{top.number}/parts/resolve", DONE).json()
    assert run["ended_at"] is None and run["numbers"] == made
    run_bulk.run(run=run["id"])
    run_bulk.run(run=run["id"])
    assert Record.objects.filter(number__in=made, state="resolved").count() == 60
    assert Entry.objects.filter(fact="incidents.resolved", record__number__in=made).count() == 60
    page = client(world, "agent").get(f"/incidents/{top.number}").content.decode()
    assert "and 30 more" in page and "0 of 60 to be worked on" in page
