"""Kind, Section, Field, May: a record's fields, states and verbs, declared once as inert values.

List, page, form, filters, REST, OpenAPI, export, import, search, permissions and the laws read this declaration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models

from fettle.kernel.records.values import EVERYONE, Value
from fettle.kernel.workflow import Workflow

Editable = Callable[[str], bool]
"""Whether a field may be revised while the record is in a state."""


def always(state: str) -> bool:
    """The field may be revised in every state."""
    return True


def never(state: str) -> bool:
    """The field is changed by verbs only, or computed."""
    return False


def while_in(*states: str) -> Editable:
    """The field may be revised in these states."""
    kept = frozenset(states)
    return lambda state: state in kept


@dataclass(frozen=True)
class May:
    """The permissions of a kind: see the record, register a new one, revise its fields, follow it (write to it, attach
    files). Without ``follow`` those who revise it do.
    """

    see: str
    register: str
    revise: str
    follow: str = ""

    @property
    def to_follow(self) -> str:
        return self.follow or self.revise


@dataclass(frozen=True)
class Field:
    """One stored field: a column of Record or of the process's model.

    ``register``: asked for when a record is made; ``needed``: must then have a value. ``audience``: who reads it.
    ``search``: its
    weight A–D in search documents. ``personal``: erased when the person asks for it. ``derived``: computed from
    entries.
    ``portal``: offered to the people we serve. ``outside``: its name in REST and tables, where that is not ``name``.
    ``only(item)``: which records have it; the page and the form of others leave it out.
    """

    name: str
    type: Value
    label: Any
    hint: Any = ""
    needed: bool = False
    register: bool = False
    portal: bool = False
    edit: Editable = never
    audience: str = EVERYONE
    column: bool = False
    filter: bool = False
    sort: bool = False
    search: str = ""
    personal: bool = False
    derived: bool = False
    outside: str = ""
    only: Callable[[Any], bool] | None = None

    @property
    def called(self) -> str:
        """What the outside calls it."""
        return self.outside or self.name

    def of(self, record: Any) -> bool:
        """Whether this record has it."""
        return self.only is None or self.only(record.item)


@dataclass(frozen=True)
class Section:
    """A titled group of fields on page and form."""

    title: Any
    fields: tuple[Field, ...]

    def __init__(self, title: Any, *fields: Field) -> None:
        object.__setattr__(self, "title", title)
        object.__setattr__(self, "fields", fields)


@dataclass(frozen=True)
class Kind:
    """What a record of this kind is. ``path`` is its place in addresses; ``accessor`` the related name of the model
    on Record.

    ``derive(entries)`` recomputes the derived fields from a record's entries: the law compares them with the columns.
    ``about`` names the field of the person whom a record is for: how much attention that person needs holds for it.
    ``public_in``: whoever sees the kind only because everybody signed in does sees it in these states; none means in
    all. ``served``: which records of the kind are for those we serve; a role that is no staff role, and being named
    on a record, lets nobody see others.
    """

    key: str
    prefix: str
    path: str
    label: Any
    plural: Any
    model: type[models.Model]
    flow: Workflow
    may: May
    sections: Sequence[Section]
    process: str = ""
    owner_role: str = ""
    derive: Callable[[Sequence[Any]], Mapping[str, Any]] | None = None
    joins: tuple[str, ...] = ()
    about: str = ""
    panels: tuple[Any, ...] = field(default=())
    public_in: tuple[str, ...] = ()
    served: models.Q | None = None
    numbered_on_page: bool = True

    @cached_property
    def accessor(self) -> str:
        return str(self.model._meta.get_field("record").remote_field.related_name)  # type: ignore[union-attr]

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return tuple(item for section in self.sections for item in section.fields)

    @cached_property
    def by_name(self) -> dict[str, Field]:
        return {item.name: item for item in self.fields}

    @cached_property
    def _record_columns(self) -> frozenset[str]:
        from fettle.kernel.records.models import Record

        return frozenset(column.name for column in Record._meta.concrete_fields)

    def on_record(self, name: str) -> bool:
        """True for a column of Record, False for one of the process's model. Raises FieldDoesNotExist for neither."""
        if name in self._record_columns:
            return True
        self.model._meta.get_field(name)
        return False

    def column(self, name: str) -> Any:
        """The model's column that keeps a field."""
        from fettle.kernel.records.models import Record

        return (Record if self.on_record(name) else self.model)._meta.get_field(name)

    def lookup(self, name: str) -> str:
        """The ORM path of a field, starting at Record."""
        return name if self.on_record(name) else f"{self.accessor}__{name}"

    def value(self, record: Any, name: str) -> Any:
        """The stored value of a field."""
        return getattr(record if self.on_record(name) else record.item, name)

    def readable(self, audience: Iterable[str]) -> tuple[Field, ...]:
        """The fields that a reader of these audiences sees."""
        seen = frozenset(audience)
        return tuple(item for item in self.fields if item.audience in seen)
