"""The tests' own database shows what the three roles may do."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import ProgrammingError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fettle.kernel.access import wall
from fettle.kernel.access.actor import Actor
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.levels.models import LevelEstimate
from fettle.processes.services import actions as services
from fettle.site.embedded import grants, rows
from fettle.site.testing.world import World, day_there


@pytest.mark.django_db
def test_tests_work_as_the_app_role_without_superuser_rights() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select current_user, rolsuper, rolcreatedb from pg_roles where rolname = current_user")
        assert cursor.fetchone() == ("fettle_app", False, False)


@pytest.mark.django_db
@pytest.mark.parametrize("table", grants.APPEND_ONLY)
def test_nobody_the_app_serves_changes_the_past(table: str) -> None:
    for statement in (f"delete from {table}", f"update {table} set id = id"):
        with connection.cursor() as cursor:
            cursor.execute("savepoint before")
            with pytest.raises(ProgrammingError, match="permission denied"):
                cursor.execute(statement)
            cursor.execute("rollback to before")
            cursor.execute(f"select count(*) from {table}")


@pytest.mark.django_db(transaction=True)
def test_transactional_tests_can_empty_the_tables() -> None:
    assert not Session.objects.exists()


@pytest.mark.django_db
def test_what_hangs_on_records_is_behind_the_wall() -> None:
    """Whatever points at a record or an entry, also in a room that nobody has thought of yet."""
    pointing = {
        model._meta.db_table
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model in (Record, Entry)
    }
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_policies where 'fettle_guest' = any (roles)")
        walled = {name for (name,) in cursor.fetchall()}
        cursor.execute("select relname from pg_class where relrowsecurity")
        assert walled == {name for (name,) in cursor.fetchall()}
    assert walled >= pointing - {rows.OPEN_TO_ALL} and len(pointing) > 15


def test_a_rule_asks_for_the_service_that_a_row_is_about(world: World) -> None:
    """Records have a service of their own, in a column of the same name: who may see a live service sees its rows."""
    planned = services.propose(Actor.house("tests", "services.see", "services.manage"), title="Not for customers yet")
    for service in (world.service, planned):
        LevelEstimate.objects.create(service=service, counts_from=day_there(), confidence="low", basis="Words")
    wall.enter(world.actor("requester"))
    try:
        assert list(LevelEstimate.objects.values_list("service", flat=True)) == [world.service.pk]
    finally:
        wall.leave()
    assert LevelEstimate.objects.count() == 2


@pytest.mark.parametrize(("who", "turns"), [("requester", 2), ("agent", 0)])
def test_a_request_behind_the_wall_ends_outside(world: World, client: Client, who: str, turns: int) -> None:
    """In and out for people we serve; staff of the whole house never go there."""
    client.force_login(world.people[who])
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/portal/requests/").status_code == 200
    assert sum("set_config('role'" in query["sql"] for query in asked) == turns
    assert role() == "fettle_app"


def role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        return str(cursor.fetchone()[0])
