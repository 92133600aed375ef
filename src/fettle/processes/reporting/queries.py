"""Reads of the agreed reports."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.models import Grant
from fettle.kernel.access.read import visible
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.processes.reporting.models import ReportSpecification
from fettle.processes.reporting.records import SPECIFICATION


def agreed(actor: Actor) -> QuerySet[Record]:
    """All reports, those in force first (PR3.O1)."""
    found = visible(actor, SPECIFICATION).select_related("report_specification__owner", "organisation")
    return found.order_by("state", "title", "pk")


def those(actor: Actor, ids: Sequence[int], *kinds: Kind) -> QuerySet[Record]:
    """The visible ones of some records. The ids are one value of the statement, however many they are."""
    return visible(actor, *kinds).filter(pk__in=RawSQL("SELECT unnest(%s::bigint[])", [list(ids)]))


def told(record: Record) -> list[int]:
    """The ids of those who are told when a report is delivered: the responsible, and whoever has the role that its
    specification names, where that reaches the record. In ascending order.
    """
    above = [int(pk) for pk in record.organisation.path.strip("/").split("/")]
    grants = Grant.objects.filter(role=record.item.told_role, organisation_id__in=above, team=None)
    people = set(grants.values_list("person_id", flat=True)) if record.item.told_role else set()
    return sorted(people | ({record.item.owner_id} if record.item.owner_id else set()))


def layout_of(identifier: str) -> str:
    """The kind of report that the one with an identifier is made as, "" for none."""
    found = ReportSpecification.objects.filter(identifier=identifier).values_list("layout", flat=True)
    return found.first() or ""


def identifier_taken(identifier: str) -> bool:
    return ReportSpecification.objects.filter(identifier=identifier).exists()


def number_of(identifier: str) -> str:
    """The number of the report with an identifier. Raises ReportSpecification.DoesNotExist."""
    return ReportSpecification.objects.select_related("record").get(identifier=identifier).record.number


def provider() -> Organisation:
    """Whose report it is: the root of the organisations. Raises Organisation.DoesNotExist before the first start."""
    return Organisation.objects.get(parent=None)
