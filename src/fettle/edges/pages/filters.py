"""Filters of a list, read from the declaration: one value of the address becomes one condition and one chip.

A field that only staff may read narrows the list to the records whose staff fields this actor reads, so that nothing
is learned by asking.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from fettle.edges.pages.asked import Asked
from fettle.edges.pages.lists import Chip
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import staff_reads
from fettle.kernel.records import numbers
from fettle.kernel.records.declare import Field, Kind
from fettle.kernel.records.values import STAFF, Choice, Flag, Line, Number

OWN = ("q", "open", "overdue", "mine", "kind", "state")
"""Filters that every list has, whatever its kinds declare."""
ME, MINE, NOBODY = "me", "mine", "none"


@dataclass(frozen=True)
class Chosen:
    """One filter in force. With ``problem`` the value cannot be understood and the list stays empty."""

    name: str
    label: str
    text: str
    condition: Q
    problem: str = ""


def offered(kinds: Sequence[Kind], actor: Actor) -> dict[str, Field]:
    """The declared filters that all these kinds have and this actor may use, by the name in the address."""
    first, *others = [{item.called: item for item in kind.fields if item.filter} for kind in kinds]
    common = {name: item for name, item in first.items() if all(name in other for other in others)}
    return {name: item for name, item in common.items() if item.audience != STAFF or actor.is_staff}


def names(kinds: Sequence[Kind], actor: Actor) -> list[str]:
    return [*OWN, *offered(kinds, actor)]


def choose(kinds: Sequence[Kind], actor: Actor, filters: Mapping[str, str]) -> list[Chosen]:
    """Every filter of an address, understood or with its problem."""
    fields = offered(kinds, actor)
    chosen = []
    for name, raw in filters.items():
        label = str(capfirst(fields[name].label)) if name in fields else _own_label(name)
        try:
            text, condition = (
                _field(kinds, actor, fields[name], raw) if name in fields else _own(kinds, actor, name, raw)
            )
            chosen.append(Chosen(name, label, text, condition))
        except ValueError as problem:
            chosen.append(Chosen(name, label, raw, Q(pk__in=[]), str(problem)))
    return chosen


def common(kinds: Sequence[Kind], names: Iterable[str]) -> bool:
    """Whether these filters ask for columns of the common table alone."""
    fields = {item.called: item for kind in kinds for item in kind.fields if item.filter}
    return all(name in OWN[1:] or all(kind.on_record(fields[name].name) for kind in kinds) for name in names)


def condition(chosen: Sequence[Chosen]) -> Q:
    whole = Q()
    for each in chosen:
        whole &= each.condition
    return whole


def chips(asked: Asked, chosen: Sequence[Chosen]) -> list[Chip]:
    return [Chip(each.label, each.text, asked.without(each.name)) for each in chosen]


def _own_label(name: str) -> str:
    return {
        "q": _("Words"),
        "open": _("Status"),
        "overdue": _("Time"),
        "mine": _("Assignee"),
        "kind": _("Kind"),
        "state": _("Status"),
    }[name]


def _own(kinds: Sequence[Kind], actor: Actor, name: str, raw: str) -> tuple[str, Q]:
    if name == "q":
        return raw, _words(kinds, raw)
    if name == "open":
        is_open = Flag().clean(raw, None)
        return _("not closed") if is_open else _("closed"), Q(is_open=is_open)
    if name == "overdue":
        late = Q(is_open=True, due_at__lt=timezone.now())
        return (_("overdue"), late) if Flag().clean(raw, None) else (_("not overdue"), ~late)
    if name == "mine":
        return _("me"), Q(assignee_id=actor.person_id or 0)
    labels = {kind.key: kind.label for kind in kinds}
    if name == "state":
        labels = {state.key: state.label for kind in kinds for state in kind.flow.states}
    wanted = raw.split(",")
    if unknown := [word for word in wanted if word not in labels]:
        raise ValueError(_("“%(value)s” is not one of: %(names)s.") % {"value": unknown[0], "names": ", ".join(labels)})
    return ", ".join(str(labels[word]) for word in wanted), Q(**{f"{name}__in": wanted})


def _words(kinds: Sequence[Kind], raw: str) -> Q:
    """The number itself, or every word in the title, or the number that another system gave."""
    if number := numbers.tidy(raw):
        return Q(number=number)
    found = Q()
    for word in raw.split():
        found &= Q(title__icontains=word)
    for kind in kinds:
        if "external_ref" in kind.by_name:
            found |= Q(kind=kind.key) & Q(**{f"{kind.lookup('external_ref')}__iexact": raw.strip()})
    return found


def _field(kinds: Sequence[Kind], actor: Actor, item: Field, raw: str) -> tuple[str, Q]:
    texts, values, absent, reference = [], [], False, item.type.widget
    for part in raw.split(","):
        if part == NOBODY and reference in ("person", "team", "record", "organisation"):
            absent = True
            texts.append(_("nobody") if reference == "person" else _("none"))
        elif part == ME and reference == "person":
            values.append(actor.person_id)
            texts.append(_("me"))
        elif part == MINE and reference == "team":
            values += sorted(actor.teams)
            texts.append(_("my teams"))
        else:
            value, text = _value(item, part, actor)
            values.append(value)
            texts.append(text)
    whole = Q()
    for kind in kinds:
        path = kind.lookup(item.name)
        matching = (
            Q(**{f"{path}__icontains": values[0]}) if isinstance(item.type, Line) else Q(**{f"{path}__in": values})
        )
        if absent:
            matching |= Q(**{f"{path}__isnull": True})
        if item.audience == STAFF:
            matching &= staff_reads(actor, kind)
        whole |= matching if kind.on_record(item.name) and item.audience != STAFF else Q(kind=kind.key) & matching
    return ", ".join(texts), whole


def _value(item: Field, part: str, actor: Actor) -> tuple[Any, str]:
    """What is compared, and its words. A choice that is no longer offered still finds the records that have it."""
    if isinstance(item.type, Choice):
        labels = {option.code: str(option.label) for option in item.type.options()}
        if part not in labels:
            raise ValueError(
                _("“%(value)s” is not one of: %(names)s.") % {"value": part, "names": ", ".join([*labels][:12])}
            )
        return part, labels[part]
    value = item.type.clean(int(part) if isinstance(item.type, Number) and part.isdigit() else part, actor)
    return getattr(value, "pk", value), item.type.text(value)
