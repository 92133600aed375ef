"""What those who run the installation read on pages, they read over REST; and everybody their own notices."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection

from fettle.edges.notify.models import Notice
from fettle.edges.pages.models import SavedView
from fettle.kernel.history.models import Delivery, Entry
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World

Callers = Callable[..., Callable]


def test_who_may_read_what(world: World, caller: Callers) -> None:
    for who, path, code in (
        ("agent", "/audit", 403),
        ("auditor", "/audit", 200),
        ("auditor", "/mails", 200),
        ("auditor", "/jobs", 403),
        ("administrator", "/jobs?status=todo", 200),
        ("administrator", "/jobs?status=odd", 422),
        ("requester", "/mails", 403),
        ("requester", "/views", 200),
    ):
        assert caller(who)("GET", path).status_code == code, (who, path)


def test_the_audit_log_page_by_page(world: World, caller: Callers) -> None:
    record = actions.register(world.actor("agent"), INCIDENT, title="Printer jams")
    actions.take(world.actor("agent"), record.number)
    call = caller("auditor")
    first = call("GET", f"/audit?q={record.number}&limit=1").json()
    second = call("GET", f"/audit?q={record.number}&limit=1&cursor={first['next']}").json()
    assert [page["items"][0]["seq"] for page in (first, second)] == [2, 1]
    assert second["next"] is None and first["items"][0]["who"] == "Agent"
    assert call("GET", "/audit?from=yesterday").json()["errors"].keys() == {"from"}


def test_notices_and_views_are_ones_own(world: World, caller: Callers) -> None:
    record = actions.register(world.actor("agent"), INCIDENT, title="Printer jams")
    entry = Entry.objects.get(record=record)
    for who in ("agent", "colleague"):
        Notice.objects.create(person=world.people[who], entry=entry)
    call = caller("agent")
    told = call("GET", "/notices").json()
    assert (told["unread"], [one["number"] for one in told["items"]]) == (1, [record.number])
    assert call("POST", "/notices/read", {"notice": told["items"][0]["id"]}).json() == {"unread": 0}
    assert caller("colleague")("GET", "/notices").json()["unread"] == 1
    for who, shared in (("agent", False), ("colleague", True), ("colleague", False)):
        SavedView.objects.create(person=world.people[who], path="/desk/", query="open=true", name=who, shared=shared)
    views = call("GET", "/views").json()["items"]
    assert [(view["name"], view["mine"]) for view in views] == [("agent", True), ("colleague", False)]


def test_a_dead_letter_is_tried_again_by_an_administrator(world: World, caller: Callers) -> None:
    sql = "insert into procrastinate_jobs (task_name, queue_name, status, args) values ('x', 'x', 'failed', '{}')"
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} returning id")
        pk = cursor.fetchone()[0]
    dead = Delivery.objects.create(entry=Entry.objects.latest("pk"), reaction="x", dead=True, problem="broken")
    paths = (f"/jobs/{pk}/again", f"/reactions/{dead.pk}/again")
    for who in ("agent", "auditor", "requester"):
        codes = [caller(who)("POST", path).status_code for path in paths]
        assert codes == [403, 403] and caller(who)("GET", "/reactions").status_code == 403, who
    call = caller("administrator")
    assert [row["problem"] for row in call("GET", "/reactions").json()["items"]] == ["broken"]
    states = {row["id"]: row["status"] for row in call("POST", paths[0]).json()["items"]}
    assert states[pk] == "todo" and call("POST", paths[1]).json() == {"items": []}
    assert [call("POST", path).status_code for path in paths] == [404, 404], "it failed no more"
    assert call("POST", "/jobs/x/again").status_code == 404


def test_health_is_told_to_administrators(world: World, caller: Callers) -> None:
    told = caller("administrator")("GET", "/health").json()
    assert {"name": "Tables", "state": "good", "text": "up to date"} in told["items"]
    assert caller("auditor")("GET", "/health").status_code == 403
