"""The filters of a list, read from the declaration: only declared fields, each checked like a value of a body."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import staff_reads, visible
from fettle.kernel.access.references import ToPerson, ToRecord
from fettle.kernel.errors import Invalid
from fettle.kernel.records import numbers
from fettle.kernel.records.declare import Field, Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF, Flag, Line, Moment

OPEN, WORDS, WHEN = Flag(), Line(200), Moment()
MOMENTS = {"opened_from": "opened_at__gte", "opened_before": "opened_at__lt", "updated_from": "updated_at__gte"}
NOTHING, MYSELF = "none", "me"


def filtered(actor: Actor, kind: Kind, query: QueryDict, *others: str) -> QuerySet[Record]:
    """The visible records of a kind that ``query`` asks for. A repeated name means any of its values. ``others`` are
    names that are no filters. Raises Invalid with every name at fault.
    """
    declared = {field.called: field for field in kind.fields if field.filter}
    condition, problems = Q(), {}
    for name in query:
        if name in others:
            continue
        try:
            condition &= any_of(_one(actor, kind, declared.get(name), name), query.getlist(name))
        except ValueError as problem:
            problems[name] = str(problem)
    if problems:
        raise Invalid(problems)
    return visible(actor, kind).filter(condition)


def any_of(one: Callable[[str], Q], values: list[str]) -> Q:
    """Any of the values."""
    found = Q(pk__in=[])
    for value in values[:50]:
        found |= one(value)
    return found


def _one(actor: Actor, kind: Kind, field: Field | None, name: str) -> Callable[[str], Q]:
    """What one value of a name means. Raises ValueError for an unknown name."""
    if name == "open":
        return lambda raw: Q(is_open=OPEN.clean(raw, actor))
    if name == "state":
        return lambda raw: Q(state=_state(kind, raw))
    if name == "q":
        return lambda raw: _words(WORDS.clean(raw, actor))
    if name in MOMENTS:
        return lambda raw: Q(**{MOMENTS[name]: WHEN.clean(raw, actor)})
    if field is None or (field.audience == STAFF and not actor.is_staff):
        raise ValueError(_("There is no such filter here: remove it."))
    mine = staff_reads(actor, kind) if field.audience == STAFF else Q()
    return lambda raw: Q(**_matching(actor, kind, field, raw)) & mine


def _matching(actor: Actor, kind: Kind, field: Field, raw: str) -> dict[str, Any]:
    path = kind.lookup(field.name)
    if raw == NOTHING and (kind.column(field.name).is_relation or kind.column(field.name).null):
        return {f"{path}__isnull": True}
    if raw == MYSELF and isinstance(field.type, ToPerson):
        return {path: actor.person_id}
    value = field.type.clean(raw, actor)
    return {path: value.pk if isinstance(field.type, ToRecord) else value}


def _state(kind: Kind, raw: str) -> str:
    if raw not in kind.flow.by_state:
        raise ValueError(_("Give one of: %(names)s.") % {"names": ", ".join(kind.flow.by_state)})
    return raw


def _words(text: str) -> Q:
    number = numbers.tidy(text)
    return Q(number=number) if number else Q(title__icontains=text)
