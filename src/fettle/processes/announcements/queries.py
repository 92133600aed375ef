"""Reads of announcements; every one starts at the read door."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.errors import NotSeen
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.settings.read import current
from fettle.processes.announcements.records import ANNOUNCEMENT as ANNOUNCEMENT
from fettle.processes.announcements.wording import OUTAGE as OUTAGE
from fettle.processes.announcements.wording import STAGES as STAGES
from fettle.processes.announcements.wording import people as people
from fettle.processes.announcements.wording import stage_of as stage_of
from fettle.processes.announcements.wording import stages as stages
from fettle.processes.announcements.wording import where as where
from fettle.processes.announcements.workflow import ENDED, STANDS, WITHDRAWN

AFFECTED = Participant.Part.AFFECTED


def announcements(actor: Actor) -> QuerySet[Record]:
    """Those the actor may see, with what is shown of them."""
    return visible(actor, ANNOUNCEMENT).select_related("announcement", "service", "organisation")


def for_me(actor: Actor) -> QuerySet[Record]:
    """Those that are meant for the actor as somebody of their organisation: what a staff role shows is left out.
    ``affected`` is how many people say that it affects them.
    """
    return announcements(actor).filter(organisation_id__in=actor.lineage).annotate(affected=_affected())


def _affected() -> Coalesce:
    """How many people say so, counted for the few that are shown: joined, all their people would be sorted first."""
    people = Participant.objects.filter(record_id=OuterRef("pk"), part=AFFECTED).order_by()
    counted = people.values("record_id").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def running(actor: Actor, now: datetime | None = None) -> list[Record]:
    """What stands now, disruptions first, and planned work that begins soon."""
    now = now or timezone.now()
    soon = now + timedelta(days=current()["announcements.rules"]["ahead_days"])
    standing = for_me(actor).filter(_going_on(now), state=STANDS, announcement__starts_at__lte=soon)
    found = list(standing.order_by("announcement__starts_at", "pk")[:50])
    return sorted(found, key=lambda record: record.item.nature != OUTAGE)


def over(actor: Actor, now: datetime | None = None) -> QuerySet[Record]:
    """What is over, as far back as the settings say, the newest first."""
    now = now or timezone.now()
    since = now - timedelta(days=current()["announcements.rules"]["past_days"])
    past = Q(state=ENDED, closed_at__gte=since) | Q(state=STANDS, announcement__ends_at__lte=now)
    return for_me(actor).filter(past).order_by("-announcement__starts_at", "-pk")


def of_services(actor: Actor, now: datetime, standing: Iterable[Record] | None = None) -> dict[int, Record]:
    """By service, the disruption or else the planned work that is going on now; of ``standing`` if that is at hand."""
    found: dict[int, Record] = {}
    for record in running(actor, now) if standing is None else standing:
        if record.service_id and record.item.starts_at <= now and record.item.nature != "notice":
            found.setdefault(record.service_id, record)
    return found


def readable(actor: Actor, record: Record) -> Record:
    """With what is shown of it. Raises NotSeen for what was withdrawn: it was wrong."""
    if record.state == WITHDRAWN:
        raise NotSeen(_("There is no %(number)s here, or it is not for you to see.") % {"number": record.number})
    return announcements(actor).annotate(affected=_affected()).get(pk=record.pk)


def disruptions(actor: Actor, limit: int) -> list[Record]:
    """Running ones that staff see, the newest first."""
    up = announcements(actor).filter(_going_on(timezone.now()), state=STANDS, announcement__nature=OUTAGE)
    return list(up.order_by("-announcement__starts_at", "-pk")[:limit])


def about(actor: Actor, number: str, state: str = "") -> QuerySet[Record]:
    """Those that tell of an incident, the newest first."""
    found = announcements(actor).filter(announcement__about=number)
    return (found.filter(state=state) if state else found).order_by("-pk")


def is_affected(actor: Actor, records: Iterable[Record]) -> set[int]:
    """The ids of those that the actor said to be affected by."""
    mine = Participant.objects.filter(person_id=actor.person_id or 0, part=AFFECTED, record__in=list(records))
    return set(mine.values_list("record_id", flat=True))


def affected(record: Record) -> list[int]:
    """The ids of the people who say that it affects them."""
    rows = Participant.objects.filter(record_id=record.pk, part=AFFECTED)
    return sorted(rows.values_list("person_id", flat=True))


def everybody_of(home: Organisation) -> list[int]:
    """The ids of the people of an organisation and below whom news can reach."""
    reachable = Q(mail__isnull=False) | Q(may_sign_in=True)
    people = Person.objects.filter(reachable, is_active=True, organisation__path__startswith=home.path)
    return sorted(people.values_list("pk", flat=True))


def to_end(actor: Actor, now: datetime) -> list[str]:
    """The numbers of those that stand and whose time has passed."""
    late = visible(actor, ANNOUNCEMENT).filter(state=STANDS, announcement__ends_at__lte=now)
    return list(late.order_by("pk").values_list("number", flat=True)[:500])


def _going_on(now: datetime) -> Q:
    return Q(announcement__ends_at=None) | Q(announcement__ends_at__gt=now)
