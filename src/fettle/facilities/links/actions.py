"""Linking two records: one link, and an entry on each of them."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils.translation import gettext as _

from fettle.facilities.links import queries, rules
from fettle.facilities.links.facts import Linked, Unlinked
from fettle.facilities.links.models import Link
from fettle.facilities.links.relations import BY_CODE, BY_EITHER, Relation, options
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid, NotSeen
from fettle.kernel.history import write as history
from fettle.kernel.records.models import Record


@transaction.atomic
def link(actor: Actor, number: str, other: str, relation: str) -> Record:
    """Link a record to another one. ``relation`` may be the code of either direction. Making a link that is there
    already
    changes nothing. Raises NotSeen, Forbidden, Invalid, Refusal.
    """
    rules.two_records(number, other)
    record, end = _both(actor, number, other)
    require(actor, record.declared.may.revise, record)
    kind = _relation(relation, record)
    source, target = _ordered(kind, relation, record, end)
    can_be(source, target, kind.code)
    _made, new = Link.objects.get_or_create(
        source=source, target=target, relation=kind.code, defaults={"made_by_id": actor.person_id}
    )
    if new:
        history.write(actor, source, Linked(other=target.pk, relation=kind.code), wakes=False)
        history.write(actor, target, Linked(other=source.pk, relation=kind.inverse), wakes=False)
    return record


@transaction.atomic
def unlink(actor: Actor, number: str, other: str, relation: str) -> Record:
    """Take a link away. Raises NotSeen, Forbidden, Invalid."""
    record, end = _both(actor, number, other)
    require(actor, record.declared.may.revise, record)
    kind = _relation(relation, record)
    source, target = _ordered(kind, relation, record, end)
    if not Link.objects.filter(source=source, target=target, relation=kind.code).delete()[0]:
        raise Invalid({"other": _("There is no such link any more.")})
    history.write(actor, source, Unlinked(other=target.pk, relation=kind.code), wakes=False)
    history.write(actor, target, Unlinked(other=source.pk, relation=kind.inverse), wakes=False)
    return record


def can_be(source: Record, target: Record, relation: str) -> None:
    """What every link is asked: a room's own action asks it before it joins. Inside its transaction. Raises Invalid,
    Refusal.
    """
    kind = BY_CODE[relation]
    rules.it_begins_where_it_may(source, kind.label, kind.sources)
    if kind.no_circle:
        _one_at_a_time(kind)
        rules.no_circle(source, target, lambda ends: queries.targets_of(kind.code, ends))
    if kind.flat:
        rules.one_level(source, target, queries.around(kind.code, (source.pk, target.pk)))


def join(actor: Actor, source: Record, target: Record, relation: str) -> bool:
    """The link that a room's own action makes, whose entries it writes itself; whether it is new. Inside its
    transaction.
    """
    _made, new = Link.objects.get_or_create(
        source=source, target=target, relation=relation, defaults={"made_by_id": actor.person_id}
    )
    return new


def part(source: Record, target: Record, relation: str) -> None:
    """Take away the link that a room's own action made, whose entries it writes itself. Inside its transaction."""
    Link.objects.filter(source=source, target=target, relation=relation).delete()


def _relation(code: str, record: Record) -> Relation:
    """Raises Invalid, with those that this record may have."""
    if code not in {option.code for option in options()}:
        codes = ", ".join(option.code for option in options(record.kind))
        raise Invalid({"relation": _("Choose one of: %(codes)s.") % {"codes": codes}})
    return BY_EITHER[code]


def _both(actor: Actor, number: str, other: str) -> tuple[Record, Record]:
    first = get(actor, number)
    try:
        second = get(actor, other)
    except NotSeen as problem:
        raise Invalid({"other": str(problem)}) from None
    return held(actor, first, second)


def held(actor: Actor, first: Record, second: Record) -> tuple[Record, Record]:
    """Both records, locked in ascending id so that two people who link them crosswise never wait for each other."""
    found = {record.pk: history.lock(actor, record.number) for record in sorted((first, second), key=lambda r: r.pk)}
    return found[first.pk], found[second.pk]


def _ordered(kind: Relation, code: str, record: Record, end: Record) -> tuple[Record, Record]:
    """Source and target."""
    turned = record.pk > end.pk if kind.alike else code == kind.inverse
    return (end, record) if turned else (record, end)


def _one_at_a_time(kind: Relation) -> None:
    """Two links made at the same moment could close a circle that neither sees: they wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('links'), hashtext(%s))", [kind.code])
