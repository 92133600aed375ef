"""Reads of the portal. Each starts at the read door, and none reads what is for staff, whoever asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.core.cache import cache
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_noop

from fettle.facilities.discussion import queries as discussion
from fettle.facilities.discussion.models import Attachment, Comment
from fettle.facilities.search.queries import search
from fettle.kernel.access.actor import Actor, Scope
from fettle.kernel.access.ask import covers
from fettle.kernel.history.models import Entry
from fettle.kernel.history.timeline import timeline
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.records.values import EVERYONE
from fettle.processes.incidents import queries as incidents
from fettle.processes.services import queries as services

ON_IT = tuple(part for part in Participant.Part if part != Participant.Part.NAMED)
POPULAR, POPULAR_DAYS, POPULAR_SECONDS = 6, 90, 600
LOOKED_AT = 200
"""Where more services are on offer, so many that were asked about most and so many others are compared."""


def mine(actor: Actor) -> QuerySet[Record]:
    """The records that the actor sent, is affected by or watches, the newest first."""
    named = Participant.objects.filter(person_id=actor.person_id or 0, part__in=ON_IT)
    return _listed(incidents.desk(actor).filter(pk__in=named.values("record_id")))


def represented(actor: Actor) -> list[Scope]:
    """Where the actor sees everything of an organisation without working for the provider."""
    return [scope for scope in actor.scopes if not scope.staff and "incidents.see" in scope.permissions]


def of_organisation(actor: Actor) -> QuerySet[Record]:
    """What the organisations that the actor represents have sent."""
    reach = Q(pk__in=[])
    for scope in represented(actor):
        reach |= Q(organisation__path__startswith=scope.path)
    return _listed(incidents.desk(actor).filter(reach))


def said(actor: Actor, typed: str, limit: int) -> list[Record]:
    """Records of this number or with these words in what everybody on them may read. What a staff role would find is
    left out: it would be found by words that are not for the requester.
    """
    served = replace(actor, scopes=tuple(scope for scope in actor.scopes if not scope.staff))
    numbers = [hit.number for hit in search(served, typed, incidents.DESK, limit)]
    found = {record.number: record for record in _listed(incidents.desk(served).filter(number__in=numbers))}
    return [found[number] for number in numbers if number in found]


def _listed(records: QuerySet[Record]) -> QuerySet[Record]:
    """With what a line of a list shows. ``last`` is the last thing that everybody on it may know of."""
    public = Entry.objects.filter(record_id=OuterRef("pk"), audience=EVERYONE).order_by("-happened_at")
    rows = records.select_related("incident", "service_request", "organisation")
    return rows.annotate(last=Subquery(public.values("happened_at")[:1])).order_by("-opened_at", "-pk")


def on_it(actor: Actor, record: Record) -> bool:
    """Whether the record is the actor's own: sent by them, about them, or watched."""
    if actor.person_id is None:
        return False
    return Participant.objects.filter(record_id=record.pk, person_id=actor.person_id).exists()


def looks_as_staff(actor: Actor, record: Record) -> bool:
    """Staff who look at what the requester sees: they read here and work elsewhere."""
    staff = any(
        scope.staff and "incidents.see" in scope.permissions and covers(scope, record) for scope in actor.scopes
    )
    return staff and not on_it(actor, record)


def public_entries(actor: Actor, record: Record) -> QuerySet[Entry]:
    """What everybody on a visible record may know of, the newest first."""
    return timeline(actor, record).filter(audience=EVERYONE)


def public_comments(actor: Actor, record: Record) -> dict[int, Comment]:
    """The messages to everybody, by id."""
    return {comment.pk: comment for comment in discussion.comments(actor, record).filter(audience=EVERYONE)}


def public_files(actor: Actor, record: Record) -> list[Attachment]:
    """The files for everybody, the oldest first."""
    return list(discussion.attachments(actor, record).filter(audience=EVERYONE))


def popular(actor: Actor) -> list[Record]:
    """The services on offer that were asked about most in three months, for the home page."""
    counts: dict[int, int] = cache.get_or_set("portal.popular", _asked, POPULAR_SECONDS) or {}
    offered = services.requestable(actor)
    few = list(offered[: LOOKED_AT + 1])
    if len(few) > LOOKED_AT:
        most = sorted(counts, key=lambda pk: (-counts[pk], pk))[:LOOKED_AT]
        few = list(dict.fromkeys([*offered.filter(pk__in=most), *few]))
    return sorted(few, key=lambda service: (-counts.get(service.pk, 0), service.title))[:POPULAR]


def _asked() -> dict[int, int]:
    """How often each service was asked about: a count of the whole house, which tells of nobody."""
    house = Actor.house(gettext_noop("portal"), "incidents.see")
    recent = incidents.desk(house).filter(opened_at__gte=timezone.now() - timedelta(days=POPULAR_DAYS))
    rows = recent.exclude(service=None).order_by().values("service_id").annotate(asked=Count("pk"))
    return {row["service_id"]: row["asked"] for row in rows}
