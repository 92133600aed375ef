"""The columns of a row as they are stored: a reference is its id, and reading it costs no query.

What every request asks and every new record writes is sent as a statement that was put together once: Django's builder
puts it together each time, which costs more of the processor than the database takes to run it (``bench``, create).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Field, Model, QuerySet
from django.db.models.expressions import DatabaseDefault
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)


def attribute(model: type[Model] | Model, name: str) -> str:
    """The attribute that holds a column's stored value (``assignee`` → ``assignee_id``). Raises FieldDoesNotExist."""
    field = model._meta.get_field(name)
    if not isinstance(field, Field):
        raise TypeError(f"{name} is not a column of {model._meta.object_name}.")
    return field.attname


def stored(owner: Model, name: str) -> Any:
    """The stored value of a column."""
    return getattr(owner, attribute(owner, name))


def listed(model: type[Model], alias: str) -> str:
    """All columns of a table under ``alias``, for a SELECT whose rows ``read`` makes objects of."""
    return ", ".join(f"{alias}.{_name(field)}" for field in model._meta.concrete_fields)


def read(model: type[M], values: Sequence[Any]) -> M:
    """The object of a row's values, in the order of ``listed``."""
    fields = model._meta.concrete_fields
    made = [_taken(field, value) for field, value in zip(fields, values, strict=True)]
    return model.from_db(connection.alias, [field.attname for field in fields], made)


def _name(field: Any) -> str:
    return connection.ops.quote_name(field.column)


def _taken(field: Any, value: Any) -> Any:
    return field.from_db_value(value, None, connection) if hasattr(field, "from_db_value") else value


class Written(Generic[M]):
    """A query for one row by one value, with everything it joins, put together once and asked as often as wanted."""

    def __init__(self, rows: QuerySet[M], by: str) -> None:
        """``by`` is the column whose value ``first`` takes."""
        self._compiler = rows.filter(**{by: _SOMETHING}).order_by().query.get_compiler(connection.alias)
        statement, values = self._compiler.as_sql()
        if list(map(str, values)) != [str(_SOMETHING)]:
            raise ValueError("The query must have one value and no other.")
        self._statement = f"{statement} LIMIT 1"
        shape = self._compiler.klass_info
        self._populators: list[Any] = get_related_populators(  # type: ignore[call-arg]  # the stubs know a later Django
            shape, self._compiler.select, connection.alias
        )

    def first(self, value: int | str) -> M | None:
        """The row with this value, None if there is none."""
        with connection.cursor() as cursor:
            cursor.execute(self._statement, [value])
            found = cursor.fetchall()
        compiler = self._compiler
        shape = compiler.klass_info
        start, end = shape["select_fields"][0], shape["select_fields"][-1] + 1
        names = [column[0].target.attname for column in compiler.select[start:end]]
        for row in compiler.results_iter([found]):
            made: M = shape["model"].from_db(connection.alias, names, row[start:end])
            for populator in self._populators:
                populator.populate(row, made)
            return made
        return None


_SOMETHING = -4711
"""Stands for the value while the statement is put together."""


class _Insert(NamedTuple):
    statement: str
    given: tuple[Any, ...]
    returned: tuple[Any, ...]


def insert(row: Model) -> None:
    """Insert a new row, as ``save(force_insert=True)`` does. Values that the database makes are on the object after
    it.
    """
    left = frozenset(name for name, value in vars(row).items() if isinstance(value, DatabaseDefault))
    made = _insert(type(row), left, row.pk is None)
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in made.given]
    with connection.cursor() as cursor:
        cursor.execute(made.statement, values)
        for field, value in zip(made.returned, cursor.fetchone() if made.returned else (), strict=True):
            setattr(row, field.attname, _taken(field, value))
    row._state.adding, row._state.db = False, connection.alias


@cache
def _insert(model: type[Model], left: frozenset[str], key_is_made: bool) -> _Insert:
    meta = model._meta
    made = {field for field in meta.concrete_fields if field.attname in left or (field.primary_key and key_is_made)}
    given = tuple(field for field in meta.concrete_fields if field not in made)
    returned = tuple(field for field in meta.concrete_fields if field in made)
    columns, places = ", ".join(map(_name, given)), ", ".join(["%s"] * len(given))
    table = connection.ops.quote_name(meta.db_table)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - names of columns
    if returned:
        statement += " RETURNING " + ", ".join(map(_name, returned))
    return _Insert(statement, given, returned)
