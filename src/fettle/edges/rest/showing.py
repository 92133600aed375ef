"""A record and its entries as JSON, with exactly the fields this reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fettle.edges import leaves
from fettle.facilities.links import queries as links
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.offers import offers
from fettle.kernel.access.read import audiences, visible
from fettle.kernel.access.references import ToOrganisation, ToPerson, ToRecord, ToTeam
from fettle.kernel.history.models import Entry
from fettle.kernel.history.timeline import changes_for, told_elsewhere
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.declare import Field, Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF, Value

REFERENCES = {ToPerson: "person", ToTeam: "team", ToOrganisation: "organisation"}


def record(
    actor: Actor, found: Record, extra: Iterable[Field] = (), types: Mapping[str, Value] | None = None
) -> dict[str, Any]:
    """A visible record, selected with its joins. ``types``: those of the fields of many records (``at_once``)."""
    kind = found.declared
    shown: dict[str, Any] = {
        "number": found.number,
        "kind": found.kind,
        "state": found.state,
        "open": found.is_open,
        "version": found.version,
        "updated_at": found.updated_at.isoformat(),
    }
    seen = audiences(actor, found)
    for field in (*kind.fields, *extra):
        if field.audience in seen:
            kept = (types or {}).get(field.name, field.type)
            shown[field.called] = kept.plain(kind.value(found, field.name))
    if kind.about and STAFF in seen:
        whom = kind.value(found, kind.about)
        shown["vip"] = bool(whom and whom.vip)
    return shown


def at_once(kind: Kind) -> dict[str, Value]:
    """The types of a kind's fields, for a page of its records."""
    return {field.name: field.type.at_once() for field in kind.fields}


def steps(actor: Actor, found: Record) -> list[dict[str, Any]]:
    """The verbs on offer now, each with the sentence that forbids it, if one does, and else with what it would leave
    behind.
    """
    return [
        {
            "verb": offer.verb.name,
            "refusal": offer.refusal,
            "leaves": [] if offer.refusal else _leaves(actor, found, offer.verb.name),
        }
        for offer in offers(actor, found)
    ]


def _leaves(actor: Actor, found: Record, name: str) -> list[dict[str, str]]:
    return [{"words": words, "page": page} for words, page in leaves.told(actor, found, name)]


def entries(actor: Actor, found: Record, rows: Sequence[Entry]) -> list[dict[str, Any]]:
    """Entries of one visible record. References in changes are spelt as a body may give them."""
    seen = audiences(actor, found)
    changed = {entry.pk: changes_for(actor, found, entry) for entry in rows}
    numbers = _numbers(actor, found.declared, changed.values())
    types = at_once(found.declared)
    ends = links.named(actor, (fact["data"]["other"] for entry in rows for fact in entry.facts if _linked(fact)))
    return [
        {
            "seq": entry.seq,
            "happened_at": entry.happened_at.isoformat(),
            "recorded_at": entry.recorded_at.isoformat(),
            "actor": person(entry.actor) or {"name": entry.actor_label},
            "on_behalf_of": person(entry.on_behalf_of),
            "channel": entry.channel,
            "origin": entry.origin,
            "audience": entry.audience,
            "facts": [
                _told(stored, ends, STAFF in seen)
                for stored, fact in zip(entry.facts, entry.said(), strict=True)
                if fact.audience in seen
            ],
            "changes": _spelt(found.declared, changed[entry.pk], numbers, types),
            "source": told_elsewhere(entry) if entry.source is not None and STAFF in seen else None,
        }
        for entry in rows
    ]


def _linked(fact: dict[str, Any]) -> bool:
    return isinstance(fact.get("data", {}).get("other"), int)


PEOPLE = "people"
"""What a fact calls those whom it tells: they need not know of each other."""


def _told(fact: dict[str, Any], ends: dict[int, Record], staff: bool) -> dict[str, Any]:
    """A stored fact; the other end of a link by its number, and not at all when the reader does not see it. Who else is
    told is for staff.
    """
    if not staff and PEOPLE in fact.get("data", {}):
        fact = {**fact, "data": {name: value for name, value in fact["data"].items() if name != PEOPLE}}
    if not _linked(fact):
        return fact
    end = ends.get(fact["data"]["other"])
    return {**fact, "data": {**fact["data"], "other": end.number if end else None}}


def person(who: Person | None) -> dict[str, Any] | None:
    """Somebody, by the key that a body may give."""
    return {"id": f"person:{who.pk}", "name": who.name} if who else None


def _numbers(actor: Actor, kind: Kind, changes: Iterable[dict[str, list[Any]]]) -> dict[int, str]:
    """The numbers of the records that the changes refer to, as far as the reader may see them."""
    names = [field.name for field in kind.fields if isinstance(field.type, ToRecord)]
    ids = {value for change in changes for name in names for value in change.get(name, ()) if isinstance(value, int)}
    return dict(visible(actor).filter(pk__in=ids).values_list("pk", "number")) if ids else {}


def _spelt(
    kind: Kind, changes: dict[str, list[Any]], numbers: dict[int, str], types: Mapping[str, Value]
) -> dict[str, list[Any]]:
    spelt = {}
    for name, values in changes.items():
        field = kind.by_name.get(name)
        if field and isinstance(field.type, ToRecord):
            values = [numbers.get(value) for value in values]
        elif field and field.type.widget == "tags":
            values = [types[name].plain(value) for value in values]
        elif field and (word := REFERENCES.get(type(field.type))):
            values = [f"{word}:{value}" if value is not None else None for value in values]
        spelt[field.called if field else name] = values
    return spelt
