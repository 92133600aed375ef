"""Reads of agreements: which promise holds for a record, and the clock's terms that follow from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from hashlib import sha256

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import get, visible
from fettle.kernel.clock import queries as calendars
from fettle.kernel.clock.calendar import WorkingCalendar
from fettle.kernel.clock.marks import Terms
from fettle.kernel.clock.models import CalendarVersion
from fettle.kernel.errors import NotSeen
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records import numbers
from fettle.kernel.records.models import Record
from fettle.processes.levels import choosing
from fettle.processes.levels.estimates import standing as estimates
from fettle.processes.levels.estimates import wording as expecting
from fettle.processes.levels.estimates.measures import MEASURES
from fettle.processes.levels.evaluation.outcomes import Found
from fettle.processes.levels.facts import ClockSet, TargetsSet
from fettle.processes.levels.models import Agreement, AgreementVersion, Cover
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.standing import holding
from fettle.processes.services import queries as services

VERSION = " v"
__all__ = ["Found"]
"""What became of a clock, as rooms that keep clocks say it to ``actions.keep_outcomes``."""


def default() -> AgreementVersion | None:
    """The version of the default agreement in force, None before the first start has made one."""
    return _in_force().first()


def _in_force() -> QuerySet[AgreementVersion]:
    versions = AgreementVersion.objects.filter(agreement__is_default=True, version=F("agreement__latest"))
    return versions.select_related("agreement__record")


def promised_reports(actor: Actor) -> list[tuple[Record, str]]:
    """(agreement, what it promises to report) of those that promise any (PR3.I1)."""
    found = visible(actor, AGREEMENT).exclude(agreement_item__reporting="").select_related("agreement_item")
    return [(record, record.agreement_item.reporting) for record in found.order_by("title")]


def of_the_portal(actor: Actor) -> QuerySet[Record]:
    """The agreements that somebody reads for a customer, as staff of ours they read others elsewhere: those in force or
    offered first, then by name.
    """
    served = replace(actor, scopes=tuple(scope for scope in actor.scopes if not scope.staff))
    found = visible(served, AGREEMENT).filter(AGREEMENT.served or Q())
    return found.select_related("organisation", "agreement_item").order_by("title", "pk")


def represented(actor: Actor) -> list[str]:
    """The paths of the organisations whose agreements the actor reads without working for the provider."""
    return [scope.path for scope in actor.scopes if not scope.staff and AGREEMENT.may.see in scope.permissions]


def readable(actor: Actor, number: str) -> Record:
    """An agreement that somebody sees, or the default one for whoever represents a customer: no list has it for them,
    and of its history they read nothing. Raises NotSeen.
    """
    try:
        return get(actor, number, AGREEMENT)
    except NotSeen:
        held = default() if represented(actor) and may(actor, AGREEMENT.may.see) else None
        if held is None or held.agreement.record.number != numbers.tidy(number):
            raise
        return held.agreement.record


def naming(actor: Actor, service: Record) -> QuerySet[Record]:
    """Those of them that name a service."""
    named = Cover.objects.filter(service=service, component="")
    return of_the_portal(actor).filter(pk__in=named.values("version__agreement_id"))


def expected(services: Iterable[int]) -> dict[int, list[tuple[str, str, str]]]:
    """What customers are told of what is expected of services today, by service: each value as its name, what it is
    called, and how much it is.
    """
    found = estimates.shown(list(services))
    return {
        service: [
            (each.name, str(each.label), expecting.value(each, values[each.name]))
            for values in (estimates.values(row),)
            for each in MEASURES
            if values[each.name] is not None
        ]
        for service, row in found.items()
    }


def target_for(
    kind: str, rank: int, service: Record | None, organisation: Organisation, why: str = "", on: date | None = None
) -> TargetsSet | None:
    """The promise for a record of this kind and priority of a customer, today unless told: that of the agreement that
    comes first (``choosing``) of those that say something of it. The default agreement counts by the service's own
    hours if it has them, an individual one by the hours that were signed.

    None without an agreement or a row for it.
    """
    return promised(kind, rank, service, organisation, None, why, on)[0]


def promised(
    kind: str,
    rank: int,
    service: Record | None,
    organisation: Organisation,
    team: int | None,
    why: str = "",
    on: date | None = None,
) -> tuple[TargetsSet | None, ClockSet | None]:
    """The same, and what the team that has the record promises by its OLA: both by one statement."""
    there = choosing.promises(kind, rank, service.pk if service else None, organisation.path, team, on)
    ola = there.get("ola")
    return _to_customer(there.get("sla"), service, why), _by("ola", team or 0, ola) if ola else None


def supporting(
    type: str, whom: int, kind: str, rank: int, service: int | None, on: date | None = None
) -> ClockSet | None:
    """What the OLA with a team, or the UA with a supplier, promises for a record that they have; None without one."""
    found = choosing.supporting(type, whom, kind, rank, service, on)
    return _by(type, whom, found) if found else None


def _to_customer(found: choosing.Promise | None, service: Record | None, why: str) -> TargetsSet | None:
    if found is None:
        return None
    own = _own_hours(service) if found.chosen == choosing.DEFAULT else None
    return TargetsSet(
        agreement=found.number,
        version_of=found.version,
        calendar=own.pk if own else found.calendar,
        response=found.row["response_minutes"] or 0,
        resolution=found.row["resolution_minutes"] or 0,
        why=why,
        chosen=found.chosen,
    )


def _by(type: str, whom: int, found: choosing.Promise) -> ClockSet:
    return ClockSet(
        type=type,
        whom=whom,
        agreement=found.number,
        version_of=found.version,
        calendar=found.calendar,
        response=found.row["response_minutes"] or 0,
        resolution=found.row["resolution_minutes"] or 0,
        chosen=found.chosen,
    )


def why_chosen(chosen: str) -> str:
    """In words why an agreement was taken; nothing for what was recorded before that was kept."""
    return choosing.why(chosen)


def _own_hours(service: Record | None) -> CalendarVersion | None:
    key = services.calendar_of(service)
    return calendars.latest(key) if key else None


def calendar_for(service: Record | None) -> WorkingCalendar | None:
    """By which the time of a record is counted: the service's own hours, else those of the agreement; None without
    either.
    """
    own = _own_hours(service)
    promised = None if own else default()
    version = own.pk if own else promised.calendar_id if promised else None
    return calendar_in(version) if version else None


def terms_of(fact: TargetsSet | ClockSet) -> tuple[Terms, Terms]:
    """The response and the resolution clock's terms. Times in seconds of working time."""
    calendar = calendar_in(fact.calendar)
    label = f"{fact.agreement}{VERSION}{fact.version_of}"
    return (
        Terms("response", fact.response * 60 or None, calendar, label),
        Terms("resolution", fact.resolution * 60 or None, calendar, label),
    )


def named(label: str) -> str:
    """The agreement of a clock's terms as people call it: by its name and version instead of its number."""
    number, _gap, version = label.partition(VERSION)
    title = Record.objects.filter(number=number).values_list("title", flat=True).first()
    if title is None:
        return label
    return _("%(agreement)s, version %(version)s") % {"agreement": title, "version": version}


def owner_of(number: str) -> int | None:
    """Who answers for an agreement, by its number; whoever asks has seen it on a record. None where nobody does."""
    return Agreement.objects.filter(record__number=number).values_list("owner_id", flat=True).first()


def counting_by(actor: Actor, calendars: Collection[int]) -> list[Record]:
    """The agreements that hold today by one of these versions of a calendar, of those that the actor may see."""
    if not calendars:
        return []
    today = holding(timezone.localdate(), calendar__in=calendars).values("agreement")
    usual = _in_force().filter(calendar__in=calendars).values("agreement")
    return list(visible(actor, AGREEMENT).filter(Q(pk__in=today) | Q(pk__in=usual)).order_by("title", "pk"))


def promising(on: date) -> str:
    """What makes promises on a day, in a text that is another one once any of it changed: the versions in force, with
    whom they are, and the hours of the services that have their own. A version in force keeps its targets, its hours
    and what it covers; whatever else is written on an agreement or a service changes no clock.
    """
    held = holding(on).order_by("pk").values_list("pk", "agreement__party_id", "agreement__record__team_id")
    usual = _in_force().values_list("pk", flat=True)
    told = repr((list(held), list(usual), services.own_hours()))
    return sha256(told.encode()).hexdigest()


@lru_cache(maxsize=512)
def calendar_in(version_id: int) -> WorkingCalendar:
    """Calendar versions never change, so a process keeps them."""
    return WorkingCalendar.from_data(CalendarVersion.objects.get(pk=version_id).data)
