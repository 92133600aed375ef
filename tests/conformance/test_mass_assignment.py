"""No operation takes a column that it does not declare."""

from __future__ import annotations

from django.apps import apps

from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.site.testing.api import caller_of
from fettle.site.testing.cast import Cast
from fettle.site.testing.operations import operations


def columns() -> set[str]:
    """Every column of every model, as Django and as the database spell it."""
    return {
        name
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        for name in (field.name, field.attname, f"{model._meta.model_name}__{field.name}")
    }


def test_every_undeclared_column_is_refused_by_name(cast: Cast) -> None:
    everybody = {who: caller_of(cast.world, who) for who in ("agent", "manager", "head", "administrator")}
    tried = 0
    for operation in operations("POST", "PATCH", "PUT"):
        path, arguments = operation.asks(cast, "A")
        if "raw" in arguments:
            continue
        declared = (operation.schema or {}).get("properties", {})
        foreign = columns() - set(declared)
        body = {**(arguments.get("body") or {}), **{name: {"pk": 1} for name in foreign}}
        before = list(Record.objects.order_by("pk").values()), Entry.objects.count()
        answer = everybody[operation.keeper](operation.method, path, **{**arguments, "body": body})
        assert answer.status_code == 422, (operation.path, answer.content)
        assert foreign <= set(answer.json()["errors"]), operation.path
        assert (list(Record.objects.order_by("pk").values()), Entry.objects.count()) == before
        tried += 1
    assert tried > 40
