"""What the version that is negotiated covers: services, and for OLAs and UAs single components of them."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.errors import Invalid
from fettle.kernel.history import write as history
from fettle.kernel.records.models import Record
from fettle.processes.levels import rules
from fettle.processes.levels.facts import VersionChanged
from fettle.processes.levels.models import AgreementVersion, Cover
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.standing import newest_draft

MOST = 500


@transaction.atomic
def cover(actor: Actor, number: str, *, service: Record, component: str | None = None) -> Record:
    """It covers one more service, or one component of it. Without a difference nothing happens. Raises Invalid."""
    record, version = held(actor, number)
    part = (component or "").strip()
    if part and record.item.type == "sla":
        raise Invalid({"component": _("A customer is promised whole services: leave this empty.")})
    was = said(version)
    if len(was) >= MOST:
        raise Invalid({"service": _("An agreement covers at most %(count)s services.") % {"count": MOST}})
    Cover.objects.get_or_create(version=version, service=service, component=part)
    return _write(actor, record, version, was)


@transaction.atomic
def uncover(actor: Actor, number: str, *, cover: int) -> Record:
    """It covers this no more. Raises Invalid."""
    record, version = held(actor, number)
    was = said(version)
    if not Cover.objects.filter(version=version, pk=cover).delete()[0]:
        raise Invalid({"cover": _("%(number)s does not cover this any more.") % {"number": record.number}})
    return _write(actor, record, version, was)


def said(version: AgreementVersion) -> list[str]:
    """What a version covers, by name."""
    rows = Cover.objects.filter(version=version).select_related("service").order_by("pk")
    return [f"{row.service.title}: {row.component}" if row.component else row.service.title for row in rows]


def held(actor: Actor, number: str) -> tuple[Record, AgreementVersion]:
    record = history.lock(actor, number, AGREEMENT)
    require(actor, AGREEMENT.may.revise, record)
    rules.it_is_individual(record.item)
    rules.what_is_signed_stays(record.item)
    version = newest_draft(record.item)
    if version is None:
        raise LookupError(number)
    return record, version


def _write(actor: Actor, record: Record, version: AgreementVersion, was: list[str]) -> Record:
    now = said(version)
    if now != was:
        fact = VersionChanged(version_made=version.version, before={"covers": was}, after={"covers": now})
        history.write(actor, record, fact)
    return record
