"""The tests' own database shows what the three roles may do."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_tests_work_as_the_app_role_without_superuser_rights():
    with connection.cursor() as cursor:
        cursor.execute("select current_user, rolsuper, rolcreatedb from pg_roles where rolname = current_user")
        assert cursor.fetchone() == ("fettle_app", False, False)


@pytest.mark.django_db(transaction=True)
def test_transactional_tests_can_empty_the_tables():
    from django.contrib.sessions.models import Session

    assert not Session.objects.exists()
