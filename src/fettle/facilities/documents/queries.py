"""Reads of controlled texts: versions as one reader may see them, who is to read, and who has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from fettle.facilities.documents.models import Acknowledgement, Addressee, Controlled, Version
from fettle.facilities.documents.workflow import IN_REVIEW, WITHDRAWN
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.models import Grant
from fettle.kernel.access.read import audiences, visible
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import NotSeen
from fettle.kernel.orgs.models import Membership, Person
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF


@dataclass(frozen=True)
class Reading:
    """Somebody to whom the text is distributed, and when they confirmed the version in force, if they did."""

    person: Person
    at: datetime | None


def controlled(record: Record) -> bool:
    """Whether the record is a controlled text."""
    return issubclass(record.declared.model, Controlled)


def kinds() -> list[Kind]:
    """The kinds of controlled texts."""
    return [kind for kind in assembly().kinds if issubclass(kind.model, Controlled)]


def versions(actor: Actor, record: Record) -> list[Version]:
    """The newest first: all of them for staff, for others those that were published."""
    found = record.versions.select_related("author", "approval__person").order_by("-number")
    return list(found if STAFF in audiences(actor, record) else found.filter(approval__isnull=False))


def version(actor: Actor, record: Record, number: int) -> Version:
    """One of them. Raises NotSeen."""
    found = next((each for each in versions(actor, record) if each.number == number), None)
    if found is None:
        raise NotSeen(_("%(number)s has no such version.") % {"number": record.number})
    return found


def text_of(record: Record, number: int | None) -> str:
    """The text of a version, "" where there is none. For those who may read that version."""
    return record.versions.filter(number=number or 0).values_list("text", flat=True).first() or ""


def author_of(record: Record, number: int | None) -> int | None:
    """Who wrote a version."""
    return record.versions.filter(number=number or 0).values_list("author_id", flat=True).first()


def stands(record: Record, one: Version) -> str:
    """What became of a version: draft, in_review, published, replaced, withdrawn, or dropped (never published)."""
    item = record.item
    if one.number == item.draft:
        return "in_review" if record.state == IN_REVIEW else "draft"
    if one.number == item.in_force:
        return "withdrawn" if record.state == WITHDRAWN else "published"
    return "replaced" if hasattr(one, "approval") else "dropped"


def addressees(record: Record) -> list[Addressee]:
    """The distribution list."""
    return list(record.addressees.select_related("person", "team").order_by("pk"))


def readers(record: Record) -> set[int]:
    """The active people whom the distribution list means today."""
    rows = addressees(record)
    above = [int(pk) for pk in record.organisation.path.strip("/").split("/")]
    grants = Grant.objects.filter(
        Q(team=None) | Q(team_id=record.team_id),
        role__in=[row.role for row in rows if row.role],
        organisation__in=above,
    )
    members = Membership.objects.filter(team_id__in=[row.team_id for row in rows if row.team_id])
    people = {row.person_id for row in rows if row.person_id}
    people |= set(grants.values_list("person_id", flat=True)) | set(members.values_list("person_id", flat=True))
    return set(Person.objects.filter(pk__in=people, is_active=True).values_list("pk", flat=True))


def readings(record: Record) -> list[Reading]:
    """Everybody who is to read it, those who have not confirmed it first."""
    done = dict(_acknowledged(record).values_list("person_id", "at"))
    people = Person.objects.filter(pk__in=readers(record)).order_by("name")
    return sorted((Reading(one, done.get(one.pk)) for one in people), key=lambda row: row.at is not None)


def unread(record: Record) -> set[int]:
    """Who is to read the version in force and has not confirmed it. Nobody where nothing is in force."""
    if record.item.in_force is None or record.state == WITHDRAWN:
        return set()
    return readers(record) - set(_acknowledged(record).values_list("person_id", flat=True))


def to_read(actor: Actor) -> list[Record]:
    """What holds, is distributed to somebody, and they have not confirmed yet; the newest first. They are asked for
    as `unread` asks of one text, at once for all of them.
    """
    if actor.person_id is None:
        return []
    meant, me = _meant(actor.person_id), actor.person_id
    there = set(Addressee.objects.filter(meant).order_by().values_list("record__kind", flat=True).distinct())
    some = [kind for kind in kinds() if kind.key in there]
    return sorted(chain.from_iterable(_to_read(actor, me, kind, meant) for kind in some), key=_since, reverse=True)


def _meant(me: int) -> Q:
    """Of addressees: those that mean this person, as `readers` says whom they mean."""
    meant = Q(person_id=me) | Q(team_id__in=Membership.objects.filter(person_id=me).values("team_id"))
    for grant in Grant.objects.filter(person_id=me).select_related("organisation"):
        reach = Q(role=grant.role, record__organisation__path__startswith=grant.organisation.path)
        meant |= reach & (Q(record__team_id=grant.team_id) if grant.team_id else Q())
    return meant


def _to_read(actor: Actor, me: int, kind: Kind, meant: Q) -> QuerySet[Record]:
    in_force = f"{kind.accessor}__in_force"
    addressed = Addressee.objects.filter(meant, record_id=OuterRef("pk"))
    confirmed = Acknowledgement.objects.filter(
        person_id=me, version__record_id=OuterRef("pk"), version__number=OuterRef(in_force)
    )
    found = visible(actor, kind).filter(Exists(addressed), ~Exists(confirmed), **{f"{in_force}__isnull": False})
    return found.exclude(state=WITHDRAWN).select_related(kind.accessor)


def _since(record: Record) -> tuple[date, int]:
    return record.item.effective_on, record.pk


def _acknowledged(record: Record) -> QuerySet[Acknowledgement]:
    return Acknowledgement.objects.filter(version__record_id=record.pk, version__number=record.item.in_force or 0)
