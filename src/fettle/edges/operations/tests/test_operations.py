"""Jobs, dead letters, health."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from fettle.edges.operations import queue
from fettle.kernel.errors import NotSeen
from fettle.kernel.history.models import Delivery, Entry
from fettle.site.testing.world import World


def at(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who])
    return client


def one(sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


@pytest.mark.parametrize("address", ["/operations/jobs/", "/operations/health/"])
def test_operations_are_for_administrators(world: World, address: str) -> None:
    assert at(world, "administrator").get(address).status_code == 200
    for who in ("agent", "auditor", "requester"):
        assert at(world, who).get(address).status_code == 403


def test_a_failed_job_is_shown_and_tried_again(world: World) -> None:
    pk = one("select id from procrastinate_jobs where task_name = 'history.deliver' order by id desc limit 1")
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'doing' where id = %s", [pk])
        cursor.execute("update procrastinate_jobs set status = 'failed', attempts = 6 where id = %s", [pk])
    administrator = at(world, "administrator")
    assert "history.deliver" in administrator.get("/operations/jobs/").content.decode()
    assert administrator.post("/operations/jobs/", {"job": str(pk)}).status_code == 302
    assert one(f"select status::text from procrastinate_jobs where id = {pk}") == "todo"
    assert administrator.post("/operations/jobs/", {"job": str(pk)}).status_code == 404
    assert administrator.post("/operations/jobs/", {"job": "x"}).status_code == 422
    assert at(world, "agent").post("/operations/jobs/", {"job": str(pk)}).status_code == 403


def test_a_reaction_that_was_given_up_is_tried_again(world: World) -> None:
    entry = Entry.objects.latest("pk")
    dead = Delivery.objects.create(entry=entry, reaction="search.index", dead=True, attempts=6, problem="Broken: <b>")
    administrator = at(world, "administrator")
    text = administrator.get("/operations/jobs/").content.decode()
    assert "search.index" in text and "Broken: &lt;b&gt;" in text
    before = one("select count(*) from procrastinate_jobs")
    assert administrator.post("/operations/jobs/", {"reaction": str(dead.pk)}).status_code == 302
    dead.refresh_from_db()
    assert not dead.dead and dead.attempts == 0 and one("select count(*) from procrastinate_jobs") == before + 1  # type: ignore[operator]
    with pytest.raises(NotSeen):
        queue.react_again(world.actor("administrator"), dead.pk)


def test_machines_hear_whether_it_works_and_nothing_else(world: World) -> None:
    answer = Client().get("/health")
    assert answer.status_code == 503 and answer.json() == {"status": "bad"}, "no worker runs"
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers (last_heartbeat) values (now())")
    answer = Client().get("/health")
    assert answer.status_code == 200 and answer.json() == {"status": "good"}


def test_people_hear_what_is_wrong_and_what_to_do(world: World) -> None:
    text = at(world, "administrator").get("/operations/health/").content.decode()
    assert "None is running" in text and "PostgreSQL" in text and "GB free" in text
