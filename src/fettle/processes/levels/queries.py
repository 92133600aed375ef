"""Reads of agreements: which promise holds for a record, and the clock's terms that follow from it."""

from __future__ import annotations

from functools import cache, lru_cache

from django.db import connection
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.clock import queries as calendars
from fettle.kernel.clock.calendar import WorkingCalendar
from fettle.kernel.clock.marks import Terms
from fettle.kernel.clock.models import CalendarVersion
from fettle.kernel.columns import listed, read
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.processes.levels.facts import TargetsSet
from fettle.processes.levels.models import AgreementVersion
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.services import queries as services

VERSION = " v"
PROMISED = """
    FROM levels_agreementversion version
    JOIN levels_agreement agreement ON agreement.record_id = version.agreement_id
    JOIN records_record record ON record.id = agreement.record_id
   WHERE agreement.is_default AND version.version = agreement.latest
"""


def default() -> AgreementVersion | None:
    """The version of the default agreement in force, None before the first start has made one."""
    return _in_force().first()


def _in_force() -> QuerySet[AgreementVersion]:
    versions = AgreementVersion.objects.filter(agreement__is_default=True, version=F("agreement__latest"))
    return versions.select_related("agreement__record")


@cache
def _promised() -> str:
    """The version in force and its agreement's number. Asked for every new record, so it is put together once."""
    return f"SELECT {listed(AgreementVersion, 'version')}, record.number {PROMISED}"


def promised_reports(actor: Actor) -> list[tuple[Record, str]]:
    """(agreement, what it promises to report) of those that promise any (PR3.I1)."""
    found = visible(actor, AGREEMENT).exclude(agreement_item__reporting="").select_related("agreement_item")
    return [(record, record.agreement_item.reporting) for record in found.order_by("title")]


def target_for(
    kind: str, rank: int, service: Record | None, organisation: Organisation, why: str = ""
) -> TargetsSet | None:
    """The promise for a record of this kind and priority: the default agreement, under the service's own hours if it
    has them.

    ``organisation`` is the customer; individual agreements will be looked up by it. None without an agreement or a row
    for it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_promised())
        found = cursor.fetchone()
    if found is None:
        return None
    version, agreement = read(AgreementVersion, found[:-1]), found[-1]
    row = next((row for row in version.targets if row["kind"] == kind and int(row["priority"]) == rank), None)
    if row is None:
        return None
    key = services.calendar_of(service)
    own = calendars.latest(key) if key else None
    return TargetsSet(
        agreement=agreement,
        version_of=version.version,
        calendar=own.pk if own else version.calendar_id,
        response=row["response_minutes"] or 0,
        resolution=row["resolution_minutes"] or 0,
        why=why,
    )


def calendar_for(service: Record | None) -> WorkingCalendar | None:
    """By which the time of a record is counted: the service's own hours, else those of the agreement; None without
    either.
    """
    key = services.calendar_of(service)
    own = calendars.latest(key) if key else None
    promised = None if own else default()
    version = own.pk if own else promised.calendar_id if promised else None
    return calendar_in(version) if version else None


def terms_of(fact: TargetsSet) -> tuple[Terms, Terms]:
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


@lru_cache(maxsize=512)
def calendar_in(version_id: int) -> WorkingCalendar:
    """Calendar versions never change, so a process keeps them."""
    return WorkingCalendar.from_data(CalendarVersion.objects.get(pk=version_id).data)
