"""The tests' own database shows what the three roles may do."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.db import ProgrammingError, connection

from fettle.site.embedded import grants


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
