"""The columns of a record as they are stored: a reference is its id, and reading it costs no query."""

from __future__ import annotations

from typing import Any

from django.db.models import Field, Model


def attribute(model: type[Model] | Model, name: str) -> str:
    """The attribute that holds a column's stored value (``assignee`` → ``assignee_id``). Raises FieldDoesNotExist."""
    field = model._meta.get_field(name)
    if not isinstance(field, Field):
        raise TypeError(f"{name} is not a column of {model._meta.object_name}.")
    return field.attname


def stored(owner: Model, name: str) -> Any:
    """The stored value of a column."""
    return getattr(owner, attribute(owner, name))
