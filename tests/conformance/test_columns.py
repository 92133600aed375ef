"""Statements that are put together once say what Django's builder says, for every table of the house."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

from fettle.kernel.columns import insert, listed, read
from fettle.kernel.records.models import Record
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.site.testing.cast import Cast

TABLES = [model for model in apps.get_models() if model.__module__.startswith("fettle.") and model._meta.managed]


@pytest.fixture
def filled(cast: Cast) -> Cast:
    for kind in (INCIDENT, REQUEST):
        cast.file(cast.record(kind, "A", "waiting"), "A")
    return cast


def values(row: Model) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_a_row_reads_as_django_reads_it(filled: Cast) -> None:
    looked_at = 0
    for model in TABLES:
        for row in model._base_manager.all()[:5]:
            key = row._meta.pk
            with connection.cursor() as cursor:
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.execute(f"SELECT {listed(model, 't')} FROM {table} t WHERE {key.column} = %s", [row.pk])
                assert values(read(model, cursor.fetchone())) == values(row)
            looked_at += 1
    assert looked_at > 50


def test_an_inserted_row_is_the_one_that_django_saves(filled: Cast) -> None:
    """Each record is taken out and put in again, by either way."""
    for record in Record.objects.filter(kind__in=[INCIDENT.key, REQUEST.key])[:6]:
        item = record.item
        stored = []
        for keep in (lambda row: row.save(force_insert=True), insert):
            with transaction.atomic():
                fresh = type(record)(**{**values(record), "id": None, "number": f"{record.number}9"})
                keep(fresh)
                own = type(item)(**{**values(item), "record_id": fresh.pk})
                keep(own)
                assert not fresh._state.adding and fresh.pk
                made = values(Record.objects.get(pk=fresh.pk)), values(type(item).objects.get(pk=fresh.pk))
                stored.append([{k: v for k, v in row.items() if k not in ("id", "record_id")} for row in made])
                transaction.set_rollback(True)
        assert stored[0] == stored[1]
