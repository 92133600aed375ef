"""Tags on pages, in lists and files, in bulk, and over REST."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fettle.edges.pages.models import BulkRun
from fettle.facilities.tags import actions, queries
from fettle.facilities.tags.models import Tag
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions as desk
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World

As = Callable[[str], Client]
HOSTILE = "<script>alert(1)</script>=1+1"


@pytest.fixture
def record(world: World) -> Record:
    made = desk.register(world.actor("requester"), INCIDENT, title="Wi-Fi down", service=world.service)
    return actions.tag(world.actor("agent"), made.number, add=["block B", HOSTILE])


def names(record: Record) -> list[str]:
    return [tag.name for tag in queries.on(Record.objects.get(pk=record.pk))]


def text(client: Client, address: str, **headers: str) -> str:
    return unescape(client.get(address, headers=headers).content.decode())


def test_the_record_shows_them_and_t_opens_the_picker(world: World, record: Record, as_: As) -> None:
    page = as_("agent").get(f"/incidents/{record.number}").content.decode()
    assert '<span class="x-tag">block B</span>' in page and "&lt;script&gt;alert(1)" in page and HOSTILE not in page
    assert f'href="/tags/on/{record.number}"' in page and 'data-key="t" aria-keyshortcuts="T"' in page
    inside = text(as_("agent"), f"/tags/on/{record.number}", HX_Request="true", HX_Request_Type="partial")
    assert "<html" not in inside and "autofocus" in inside and 'value="block B" id' in inside
    assert "changed the tags" in page
    auditor = as_("auditor").get(f"/incidents/{record.number}").content.decode()
    assert '<span class="x-tag">block B</span>' in auditor and "/tags/on/" not in auditor


def test_the_picker_puts_on_and_takes_off_and_offers_undo(world: World, record: Record, as_: As) -> None:
    client = as_("agent")
    done = client.post(f"/tags/on/{record.number}", {"keep": "block B", "add": "exam, Exam"}, follow=True)
    assert names(record) == ["block B", "exam"]
    undo = re.search(r'action="(/incidents/[^"]*/undo/[^"]*)"', done.content.decode())
    assert undo and client.post(unescape(undo[1])).status_code == 303
    assert names(record) == [HOSTILE, "block B"]
    refused = client.post(f"/tags/on/{record.number}", {"keep": ["block B", HOSTILE], "add": "x" * 41})
    assert refused.status_code == 422 and "x" * 41 in refused.content.decode()
    sent = client.post(f"/tags/on/{record.number}", {"add": ""}, headers={"HX-Request": "true"})
    assert sent["HX-Redirect"] == f"/incidents/{record.number}" and names(record) == []


def test_who_is_served_never_sees_one(world: World, record: Record, as_: As, caller: Callable[..., Callable]) -> None:
    client = as_("requester")
    for address in (f"/portal/requests/{record.number}", f"/incidents/{record.number}", f"/tags/on/{record.number}"):
        assert "block B<" not in text(client, address) and "changed the tags" not in text(client, address)
    assert client.get(f"/tags/on/{record.number}").status_code == 404
    call = caller("requester", "write")
    assert "tags" not in call("GET", f"/incidents/{record.number}").json()
    assert call("GET", f"/records/{record.number}/tags").status_code == 404
    assert call("GET", "/tags").json()["items"] == []
    assert call("GET", "/incidents?tags=block B").status_code == 422
    told = call("GET", f"/records/{record.number}/entries").content.decode()
    assert "tags" not in told


def test_a_list_shows_and_filters_them(world: World, record: Record, as_: As) -> None:
    desk.register(world.actor("requester"), INCIDENT, title="Another one")
    client, tag = as_("agent"), Tag.objects.get(name="block B")
    for value in ("block b", f"tag:{tag.pk}"):
        page = text(client, f"/desk/?every=1&layout=list&columns=title,tags&tags={value}")
        assert '<span class="x-tag">block B</span>' in page and "Another one" not in page
    assert '<option value="tag:' in text(client, "/desk/?panel=filter")
    assert "There is no tag “nothing”" in text(client, "/desk/?tags=nothing")
    assert "block B" not in text(client, "/incidents"), "who wants the column shows it"


def test_the_names_cost_one_statement_for_a_whole_list(world: World, record: Record, as_: As) -> None:
    client, agent = as_("agent"), world.actor("agent")
    columns = "/desk/?every=1&layout=list&columns=title"

    def statements(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(address)
        return len(seen)

    plain, shown = statements(columns), statements(f"{columns},tags")
    for at in range(5):
        made = desk.register(agent, INCIDENT, title=f"Number {at}")
        actions.tag(agent, made.number, add=["block B", f"tag {at}"])
    assert shown - plain == 1 and statements(f"{columns},tags") == shown and statements(columns) == plain


def test_files_have_them(world: World, record: Record, as_: As) -> None:
    rows = b"".join(as_("agent").get("/incidents/export?format=csv&tags=block b").streaming_content).decode()  # type: ignore[attr-defined]
    assert f"{HOSTILE}, block B" in rows and rows.count("\r\n") == 2


def test_many_at_once(world: World, record: Record, as_: As) -> None:
    other = desk.register(world.actor("agent"), INCIDENT, title="Also there")
    client, picks = as_("agent"), [record.number, other.number]
    page = client.post("/desk/?every=1", {"action": "tag", "pick": picks}).content.decode()
    plan = re.search(r'name="plan" value="([^"]+)"', page)
    assert plan
    given = {"action": "tag", "plan": plan[1], "add": "exam", "remove": "block B"}
    assert client.post("/desk/?every=1", given).status_code == 303
    assert names(other) == ["exam"] and names(record) == [HOSTILE, "exam"]


def test_undo_of_many_leaves_what_was_so_before(world: World, record: Record, as_: As) -> None:
    """Where the bulk change found nothing to do, nothing of an earlier change is taken back for it."""
    other = desk.register(world.actor("agent"), INCIDENT, title="Also there")
    client, picks = as_("agent"), [record.number, other.number]
    actions.tag(world.actor("agent"), record.number, add=["exam"])
    page = client.post("/desk/?every=1", {"action": "tag", "pick": picks}).content.decode()
    plan = re.search(r'name="plan" value="([^"]+)"', page)
    assert plan
    client.post("/desk/?every=1", {"action": "tag", "plan": plan[1], "add": "exam"})
    run = BulkRun.objects.get()
    assert run.done == 2 and list(run.made) == [other.number]
    client.post(f"/bulk/{run.pk}/undo")
    assert names(other) == [] and names(record) == [HOSTILE, "block B", "exam"]


def test_over_rest(world: World, record: Record, caller: Callable[..., Callable]) -> None:
    call = caller("agent", "write")
    assert call("GET", f"/incidents/{record.number}").json()["tags"] == [HOSTILE, "block B"]
    done = call("POST", f"/records/{record.number}/tags", {"add": ["exam"], "remove": [HOSTILE]}).json()
    assert [row["name"] for row in done["items"]] == ["block B", "exam"]
    found = call("GET", "/incidents?tags=exam").json()
    assert [row["number"] for row in found["items"]] == [record.number] and found["items"][0]["tags"] == [
        "block B",
        "exam",
    ]
    entry = call("GET", f"/records/{record.number}/entries").json()["items"]
    assert any(each["changes"].get("tags") == [[HOSTILE, "block B"], ["block B", "exam"]] for each in entry)
    assert call("POST", f"/records/{record.number}/tags", {"add": "exam"}).status_code == 422
    assert caller("agent", "read")("POST", f"/records/{record.number}/tags", {"add": ["x"]}).status_code == 403
    listed = call("GET", "/tags").json()
    assert {row["name"] for row in listed["items"]} == {"block B", "exam", HOSTILE}


def test_they_are_kept_on_pages(world: World, record: Record, as_: As) -> None:
    client = as_("manager")
    assert as_("agent").get("/tags/").status_code == 403 and 'href="/tags/"' in text(client, "/settings/")
    root = Organisation.objects.get(parent=None)
    made = client.post("/tags/new/", {"name": "East wing", "colour": "blue", "organisation": root.pk})
    tag = Tag.objects.get(name="East wing")
    assert made["Location"] == f"/tags/{tag.pk}/"
    assert client.post("/tags/new/", {"name": "east WING", "organisation": root.pk}).status_code == 422
    assert client.get("/tags/?q=nothing").status_code == 200 == client.get("/tags/export/?q=nothing").status_code
    old = Tag.objects.get(name="block B")
    listed = client.get("/tags/").content.decode()
    assert '<span class="x-tag is-blue">East wing</span>' in listed and HOSTILE not in listed
    assert re.search(rf'href="/desk/[^"]*tag:{old.pk}">1</a>', unescape(listed))
    assert client.post(f"/tags/{old.pk}/merge/", {"into": tag.pk})["Location"] == f"/tags/{tag.pk}/"
    assert names(record) == [HOSTILE, "East wing"] and client.get(f"/tags/{old.pk}/").status_code == 404
    page = text(client, f"/tags/{tag.pk}/")
    assert "1 record" in page and "added" in page
    assert client.post(f"/tags/{tag.pk}/", {"name": "E", "colour": "", "retired": "on"}).status_code == 302
    refused = client.post(f"/tags/{tag.pk}/merge/", {"into": ""})
    assert refused.status_code == 422 and "checked" in refused.content.decode(), "it is shown as it is: retired"
    rows = b"".join(client.get("/tags/export/").streaming_content).decode()  # type: ignore[attr-defined]
    assert "E,,".replace(",,", ",") in rows and "yes" in rows and f"\n{HOSTILE}" in rows


def test_they_are_kept_over_rest(world: World, record: Record, caller: Callable[..., Callable]) -> None:
    call = caller("manager", "administer")
    root = Organisation.objects.get(parent=None)
    made = call("POST", "/tags", {"name": "East", "colour": "blue", "organisation": root.name})
    assert made.status_code == 201, made.content
    key = made.json()["id"]
    one = call("GET", f"/tags/{key}")
    changed = call("PATCH", f"/tags/{key}", {"name": "East wing"}, If_Match=one["ETag"])
    assert changed.json()["name"] == "East wing"
    old = Tag.objects.get(name="block B")
    assert call("POST", f"/tags/tag:{old.pk}/merge", {"into": key}).json()["id"] == key
    assert call("POST", f"/tags/{key}/merge", {"into": "tag:99999"}).status_code == 422
    assert names(record) == [HOSTILE, "East wing"]
    assert caller("agent", "administer")("POST", "/tags", {"name": "x", "organisation": root.name}).status_code == 403
