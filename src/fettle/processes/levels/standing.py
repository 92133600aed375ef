"""How an agreement stands: the version that is negotiated, who signed it, and which one holds on a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from fettle.processes.levels.models import AgreementVersion, Signature

IN_FORCE = "in_force"


def newest_draft(item: Any) -> AgreementVersion | None:
    """The version that is negotiated, None where there is none."""
    if item.draft is None:
        return None
    versions = AgreementVersion.objects.select_related("calendar__calendar", "agreement")
    return versions.filter(agreement_id=item.pk, version=item.draft).first()


def sides(item: Any) -> set[str]:
    """Which sides signed that version."""
    if item.draft is None:
        return set()
    of_it = Signature.objects.filter(version__agreement_id=item.pk, version__version=item.draft)
    return set(of_it.values_list("side", flat=True))


def holding(on: date, states: Collection[str] = (IN_FORCE,), **which: Any) -> QuerySet[AgreementVersion]:
    """The versions that hold on a day, of individual agreements in force: until the first day of one that is signed
    ahead the one before it does. ``which`` narrows them; with other ``states`` of agreements they may be over by now.
    ``choosing`` asks the same of one customer.
    """
    later = AgreementVersion.objects.filter(
        agreement=OuterRef("agreement"), version__gt=OuterRef("version"), agreed_at__isnull=False, valid_from__lte=on
    )
    valid = Q(valid_until=None) | Q(valid_until__gte=on)
    spans = Q(agreement__valid_until=None) | Q(agreement__valid_until__gte=on)
    return AgreementVersion.objects.filter(
        valid,
        spans,
        ~Exists(later),
        agreement__is_default=False,
        agreement__record__state__in=list(states),
        agreed_at__isnull=False,
        valid_from__lte=on,
        **which,
    )


def open_to(staff: bool, item: Any) -> QuerySet[AgreementVersion]:
    """Its versions, the newest first: for staff all, for the customer what is or was agreed and what is offered."""
    versions = AgreementVersion.objects.filter(agreement_id=item.pk).select_related("calendar__calendar")
    if not staff:
        versions = versions.filter(Q(agreed_at__isnull=False) | Q(version=item.draft))
    return versions.order_by("-version")


def shown_version(record: Any) -> AgreementVersion:
    """The version that is negotiated, else the one in force, else the newest."""
    versions = AgreementVersion.objects.select_related("calendar__calendar", "agreement")
    versions = versions.filter(agreement_id=record.pk)
    wanted = record.item.draft or record.item.latest
    return versions.filter(version=wanted).first() or versions.latest("version")
