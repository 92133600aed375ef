"""Filters of records, read from the declarations: a name with its values becomes a condition, and words for it. Pages
and REST are its two ends (``pages/filters.py``, ``rest/filters.py``).

Several values of a name mean any of them. A field that only staff may read narrows the list to the records whose staff
fields this actor reads, so that nothing is learned by asking.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import EVERYTHING, staff_reads
from fettle.kernel.orgs.models import Person
from fettle.kernel.records import numbers
from fettle.kernel.records.declare import Field, Kind
from fettle.kernel.records.values import STAFF, Choice, Flag, Line, Moment

OWN = ("q", "open", "overdue", "mine", "kind", "state")
"""Filters that every list has, whatever its kinds declare."""
VIP = "vip"
"""Of kinds that say whom a record is for, and for staff alone: whether that person needs particular attention."""
MOMENTS = {"opened_from": "opened_at__gte", "opened_before": "opened_at__lt", "updated_from": "updated_at__gte"}
LABELS = {
    "q": _lazy("Words"),
    "open": _lazy("Status"),
    "overdue": _lazy("Time"),
    "mine": _lazy("Assignee"),
    "kind": _lazy("Kind"),
    "state": _lazy("Status"),
    VIP: _lazy("Attention"),
    "opened_from": _lazy("Opened from"),
    "opened_before": _lazy("Opened before"),
    "updated_from": _lazy("Changed from"),
}
ME, MINE, NOBODY = "me", "mine", "none"
ELSEWHERE = ("external_ref", "reference")
"""Fields that hold what a record is called elsewhere."""
MOST_VALUES = 50
WORDS = Line(200)
NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class Chosen:
    """One filter in force. With ``problem`` a value cannot be understood, and nothing matches."""

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
    """Every name that filters these kinds."""
    return [*OWN, *MOMENTS, *([VIP] if tells_attention(kinds, actor) else ()), *offered(kinds, actor)]


def tells_attention(kinds: Sequence[Kind], actor: Actor) -> bool:
    """Whether these kinds can be filtered by the attention that somebody needs, and this actor may."""
    return actor.is_staff and all(kind.about for kind in kinds)


def common(kinds: Sequence[Kind], names: Iterable[str]) -> bool:
    """Whether these filters ask for columns of the common table alone."""
    ours = (*OWN[1:], *MOMENTS)
    fields = {item.called: item for kind in kinds for item in kind.fields if item.filter}
    asked = [name for name in names if name not in ours]
    return VIP not in asked and all(kind.on_record(fields[name].name) for kind in kinds for name in asked)


def choose(kinds: Sequence[Kind], actor: Actor, asked: Mapping[str, Sequence[str]]) -> list[Chosen]:
    """Every filter that is asked for, understood or with its problem."""
    fields = offered(kinds, actor)
    return [_chosen(kinds, actor, fields.get(name), name, values[:MOST_VALUES]) for name, values in asked.items()]


def condition(chosen: Iterable[Chosen]) -> Q:
    """All of them together."""
    whole = Q()
    for each in chosen:
        whole &= each.condition
    return whole


def problems(chosen: Iterable[Chosen]) -> dict[str, str]:
    """What cannot be understood, by name, each with its remedy."""
    return {each.name: each.problem for each in chosen if each.problem}


def _chosen(kinds: Sequence[Kind], actor: Actor, field: Field | None, name: str, values: Sequence[str]) -> Chosen:
    label = str(capfirst(field.label)) if field else own_label(name)
    try:
        if field:
            text, condition = _field(kinds, actor, field, values)
        else:
            read = [_own(kinds, actor, name, value) for value in values]
            text, condition = ", ".join(word for word, _part in read), _any(part for _word, part in read)
    except ValueError as problem:
        return Chosen(name, label, ", ".join(values), NOTHING, str(problem))
    return Chosen(name, label, text, condition)


def _any(parts: Iterable[Q]) -> Q:
    found = NOTHING
    for part in parts:
        found = part if found is NOTHING else found | part
    return found


def own_label(name: str) -> str:
    """What a filter that every list has is called."""
    return str(LABELS.get(name, name))


def _own(kinds: Sequence[Kind], actor: Actor, name: str, raw: str) -> tuple[str, Q]:
    """Words and condition of one value of a filter that every list has. Raises ValueError."""
    if name == "q":
        return raw, _words(kinds, actor, WORDS.clean(raw, actor))
    if name == "open":
        is_open = Flag().clean(raw, actor)
        return _("not closed") if is_open else _("closed"), Q(is_open=is_open)
    if name == "overdue":
        late = Q(is_open=True, due_at__lt=timezone.now())
        return (_("overdue"), late) if Flag().clean(raw, actor) else (_("not overdue"), ~late)
    if name == "mine":
        mine = Q(assignee_id=actor.person_id or 0)
        return (_("me"), mine) if Flag().clean(raw, actor) else (_("not me"), ~mine)
    if name == VIP and tells_attention(kinds, actor):
        return _attention(kinds, actor, Flag().clean(raw, actor))
    if name in MOMENTS:
        return raw.replace("T", " "), Q(**{MOMENTS[name]: Moment().clean(raw, actor)})
    if name == "state":
        return _coded(name, {state.key: state.label for kind in kinds for state in kind.flow.states}, raw)
    if name == "kind":
        return _coded(name, {kind.key: kind.label for kind in kinds}, raw)
    raise ValueError(_("There is no such filter here: remove it."))


def _attention(kinds: Sequence[Kind], actor: Actor, wanted: bool) -> tuple[str, Q]:
    """By the few who are marked, so that the index of those whom records are for serves."""
    marked, found = Person.objects.filter(vip=True).values("pk"), NOTHING
    for kind in kinds:
        theirs = Q(pk__in=kind.model._default_manager.filter(**{f"{kind.about}__in": marked}).values("pk"))
        part = (theirs if wanted else ~theirs) & Q(kind=kind.key)
        found |= part if (reach := staff_reads(actor, kind)) == EVERYTHING else part & reach
    return (_("VIP") if wanted else _("not VIP")), found


def _coded(name: str, labels: Mapping[str, Any], raw: str) -> tuple[str, Q]:
    if raw not in labels:
        raise ValueError(_("“%(value)s” is not one of: %(names)s.") % {"value": raw, "names": ", ".join(labels)})
    return str(labels[raw]), Q(**{name: raw})


def _words(kinds: Sequence[Kind], actor: Actor, raw: str) -> Q:
    """The number itself, or every word in the title, or what another system or the party itself calls it."""
    if number := numbers.tidy(raw):
        return Q(number=number)
    found = Q()
    for word in raw.split():
        found &= Q(title__icontains=word)
    if number := numbers.guessed(raw):
        found |= Q(number=number)
    for kind in kinds:
        for item in (kind.by_name[name] for name in ELSEWHERE if name in kind.by_name):
            found |= Q(kind=kind.key) & _of_kind(actor, kind, item, [raw.strip()], absent=False)
    return found


def _field(kinds: Sequence[Kind], actor: Actor, item: Field, asked: Sequence[str]) -> tuple[str, Q]:
    """Words and condition of a declared filter. Raises ValueError."""
    texts, values, absent = [], [], False
    widget = item.type.widget
    for part in asked:
        if part == NOBODY and _may_be_empty(kinds[0], item):
            absent = True
            texts.append(_("nobody") if widget == "person" else _("none"))
        elif part == ME and widget == "person":
            values.append(actor.person_id)
            texts.append(_("me"))
        elif part == MINE and widget == "team":
            values += sorted(actor.teams)
            texts.append(_("my teams"))
        elif widget == "tags":
            ids = item.type.clean(part, actor)
            values += ids
            texts.append(item.type.text(ids))
        else:
            value, text = _value(item, part, actor)
            values.append(value)
            texts.append(text)
    return ", ".join(texts), _matching(kinds, actor, item, values, absent)


def _matching(kinds: Sequence[Kind], actor: Actor, item: Field, values: Sequence[Any], absent: bool) -> Q:
    """Said once for all kinds where it says the same of each: the database then finds it by one index."""
    parts = [_of_kind(actor, kind, item, values, absent) for kind in kinds]
    if all(kind.on_record(item.name) for kind in kinds) and all(part == parts[0] for part in parts):
        return parts[0]
    whole = Q()
    for kind, part in zip(kinds, parts, strict=True):
        whole |= Q(kind=kind.key) & part
    return whole


def _may_be_empty(kind: Kind, item: Field) -> bool:
    column = kind.column(item.name)
    return bool(column.is_relation or column.null)


def _of_kind(actor: Actor, kind: Kind, item: Field, values: Sequence[Any], absent: bool) -> Q:
    path = kind.lookup(item.name)
    matching: Q
    if (own := item.type.matching(path, values)) is not None:
        matching = own
    elif isinstance(item.type, Line):
        matching = _any(Q(**{f"{path}__iexact": value}) for value in values)
    else:
        matching = Q(**{f"{path}__in": values})
    if absent:
        matching |= Q(**{f"{path}__isnull": True})
    if item.audience == STAFF and (reach := staff_reads(actor, kind)) != EVERYTHING:
        matching &= reach
    return matching


def _value(item: Field, part: str, actor: Actor) -> tuple[Any, str]:
    """What is compared, and its words. A choice that is no longer offered still finds the records that have it."""
    if isinstance(item.type, Choice):
        labels = {option.code: str(option.label) for option in item.type.options()}
        if part in labels:
            return part, labels[part]
    value = item.type.clean(part, actor)
    return getattr(value, "pk", value), item.type.text(value)
