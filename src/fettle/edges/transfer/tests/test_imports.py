"""The pages and routes of imports: what is shown before it is kept, who may, and what cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from fettle.edges.transfer import jobs, runs, traces
from fettle.edges.transfer.models import ImportRun
from fettle.kernel.history.erase import Erasing
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.site.testing.world import World

GOOD = "name;owner e-mail;supporting team;hours;requestable\r\nPrinting;agent@example.org;Campus desk;office;yes\r\n"
HEAD = "number,incident_state,sys_mod_count,sys_updated_at,opened_at,priority\n"
LOG = HEAD + "INC7,New,0,29-02-2016 01:16,29-02-2016 01:16,2 - High\nINC7,Odd,1,29-02-2016 01:20,?,2 - High\nINC8,New\n"


@pytest.fixture
def manager(world: World) -> Client:
    client = Client()
    client.force_login(world.people["manager"])
    return client


def uploaded(client: Client, world: World, content: bytes | str, kind: str = "services", name: str = "a.csv") -> Any:
    data = content.encode() if isinstance(content, str) else content
    asked = {"kind": kind, "organisation": world.provider.pk, "time_zone": "UTC"}
    return client.post("/import/", {**asked, "file": SimpleUploadedFile(name, data)})


def services() -> int:
    return Record.objects.filter(kind="service").count()


def test_a_file_is_tried_shown_and_then_imported(world: World, manager: Client) -> None:
    before = services()
    answer = uploaded(manager, world, GOOD + "Broken;nobody@example.org;;;\r\n")
    page = manager.get(answer["Location"]).content.decode()
    assert services() == before and "Nothing is written yet" in page and "Import 1 record" in page
    assert "Printing" in page and "Nobody is known as" in page
    run = ImportRun.objects.get()
    manager.post(f"/import/{run.pk}/confirm")
    assert services() == before + 1
    made = Record.objects.get(title="Printing")
    assert (made.team, made.service_item.owner, made.service_item.calendar.key) == (
        world.desk,
        world.people["agent"],
        "office",
    )
    page = manager.get(f"/import/{run.pk}/").content.decode()
    assert "This is what happened" in page and run.file.sha256 in page
    assert "line 3: refused:" in manager.get(f"/import/{run.pk}/log").content.decode()
    assert "a.csv" in manager.get("/import/").content.decode()
    begun = Entry.objects.get(record__setting__key="kernel.register", facts__0__data__what="import begun")
    assert begun.actor == world.people["manager"] and begun.facts[0]["data"]["after"]["sha256"] == run.file.sha256
    assert manager.post(f"/import/{run.pk}/confirm").status_code == 409


def test_a_log_tells_the_time_in_utc_unless_somebody_says_otherwise(world: World) -> None:
    who = world.people["administrator"]
    who.zone = "Pacific/Auckland"
    who.save(update_fields=["zone"])
    client = Client()
    client.force_login(who)
    page = client.get("/import/").content.decode()
    assert '<option value="UTC" selected>' in page and '<option value="Pacific/Auckland">' in page


def test_what_was_discarded_writes_nothing_and_stays_in_the_list(world: World, manager: Client) -> None:
    before = services()
    uploaded(manager, world, GOOD)
    run = ImportRun.objects.get()
    manager.post(f"/import/{run.pk}/discard")
    assert services() == before and manager.post(f"/import/{run.pk}/confirm").status_code == 409
    assert "discarded" in manager.get("/import/").content.decode()


def test_a_log_is_previewed_with_what_people_should_look_at(world: World) -> None:
    client = Client()
    client.force_login(world.people["administrator"])
    page = client.get(uploaded(client, world, LOG, "servicenow-events")["Location"]).content.decode()
    assert "Unknown state" in page and "The line has 2 values" in page and "INC7" in page
    assert not Record.objects.filter(kind="incident").exists()


@pytest.mark.parametrize(
    ("kind", "content", "says"),
    [
        ("services", b"", "The file is empty"),
        ("services", "name\nGrün\n".encode("latin-1"), "CSV in UTF-8"),
        ("services", "name\nA\n".encode("utf-16"), "UTF-8"),
        ("services", b'name\n"A\n', "Line 2 is no CSV"),
        ("services", b"PK\x03\x04 no workbook", "no workbook"),
        ("services", LOG.encode(), "is not known: remove it"),
        ("services", b"description\nA\n", "“name” is missing"),
        ("services", b"name\n", "no line below"),
        ("services", b"name\nA\x00B\n", "characters that cannot be stored"),
        ("servicenow-events", b"   \n", "The file is empty"),
        ("servicenow-events", GOOD.encode(), "number, incident_state"),
        ("servicenow-events", LOG.encode("utf-16"), "no text in UTF-8"),
        ("servicenow-events", b"PK\x03\x04 a workbook", "workbook"),
        ("servicenow-events", (HEAD + "INC\x007,New,0,29-02-2016 01:16,?,2\n").encode(), "bytes that are not text"),
        ("servicenow-events", b"\x89PNG\r\n\x1a\n", "The first line must name the columns"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(world: World, kind: str, content: bytes, says: str) -> None:
    client = Client()
    client.force_login(world.people["manager" if kind == "services" else "administrator"])
    answer = uploaded(client, world, content, kind)
    page = answer if answer.status_code == 422 else client.get(answer["Location"])
    assert says in page.content.decode().replace("&quot;", '"'), page.content.decode()
    assert not ImportRun.objects.filter(state="tried").exists()


def test_a_file_that_is_too_large_names_the_way(world: World, manager: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "LARGEST", 10)
    answer = uploaded(manager, world, GOOD)
    assert answer.status_code == 413 and "fettle import" in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_who_may_not_import_sees_nothing_of_it(world: World, manager: Client) -> None:
    uploaded(manager, world, GOOD)
    run = ImportRun.objects.get()
    for who, index in (("agent", 403), ("requester", 403), ("administrator", 200)):
        client = Client()
        client.force_login(world.people[who])
        assert client.get("/import/").status_code == index
        for address in ("", "log"):
            assert client.get(f"/import/{run.pk}/{address}").status_code == 404, who
        assert client.post(f"/import/{run.pk}/confirm").status_code == 404


def test_a_large_file_goes_by_jobs(world: World, manager: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", 10)
    page = manager.get(uploaded(manager, world, GOOD)["Location"]).content.decode()
    assert "is being tried" in page and "every 2s" in page
    run, who = ImportRun.objects.get(), world.people["manager"].pk
    jobs.try_later.run(run=run.pk, person=who)
    manager.post(f"/import/{run.pk}/confirm")
    assert "is being imported" in manager.get(f"/import/{run.pk}/").content.decode()
    before = services()
    for _ in range(2):  # every job may run twice
        jobs.import_later.run(run=run.pk, person=who)
    assert services() == before + 1 and ImportRun.objects.get().state == "done"


def test_a_kept_file_that_names_somebody_erased_goes(world: World, manager: Client) -> None:
    uploaded(manager, world, GOOD)
    uploaded(manager, world, "name,description\nLudmila Ferrer,of Ludmila Ferrer\n")
    whom = world.people["stranger"]
    names = Erasing(whom, "Erased 1", frozenset({"Ludmila Ferrer"}), frozenset(), frozenset(), frozenset())
    assert sum(trace.erase(names) for trace in traces.TRACES) == 2
    named, other = ImportRun.objects.order_by("-pk")
    assert (named.file, other.file is None) == (None, False) and "Ferrer" not in str(named.preview)
    assert manager.post(f"/import/{named.pk}/confirm").status_code == 409
    assert sum(trace.erase(names) for trace in traces.TRACES) == 0


def test_the_same_over_rest(world: World, caller: Callable[..., Callable]) -> None:
    call = caller("manager")
    assert [each["key"] for each in call("GET", "/importers").json()["items"]] == [
        "services",
        "customers",
        "suppliers",
        "items",
        "costs",
        "servicenow-events",
        "tags",
    ]

    def send(**more: Any) -> Any:
        form = {"kind": "services", "file": SimpleUploadedFile("a.csv", GOOD.encode()), **more}
        return call("POST", "/imports", raw=encode_multipart(BOUNDARY, form), media=MULTIPART_CONTENT)

    made = send()
    assert made.status_code == 201 and made.json()["preview"]["made"] == 1, made.content
    assert made["Location"].endswith(f"/imports/{made.json()['id']}")
    path = f"/imports/{made.json()['id']}"
    assert call("GET", path).json()["state"] == "tried"
    assert call("POST", f"{path}/confirm").json()["outcome"]["made"] == 1
    assert call("POST", f"{path}/confirm").status_code == 409
    assert call("GET", f"{path}/log").json() == {"lines": []}
    assert call("GET", "/imports").json()["count"] == 1
    wrong = [send(kind="remedy"), send(organisation="Nobody"), send(time_zone="Mars/Base"), send(other="x")]
    assert [(each.status_code, list(each.json()["errors"])) for each in wrong] == [
        (422, ["kind"]),
        (422, ["organisation"]),
        (422, ["time_zone"]),
        (422, ["other"]),
    ]
    agent = caller("agent")
    assert agent("GET", "/importers").json()["items"] == [] and agent("GET", path).status_code == 404
    form = encode_multipart(BOUNDARY, {"kind": "services", "file": SimpleUploadedFile("a.csv", GOOD.encode())})
    assert agent("POST", "/imports", raw=form, media=MULTIPART_CONTENT).status_code == 403
