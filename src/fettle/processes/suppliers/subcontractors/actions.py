"""Noting on whom a supplier relies, and that it does no more. No supplier comes to rely on itself, by whichever way."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils.translation import gettext as _

from fettle.facilities.relationships.rules import it_is_active
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.errors import Invalid
from fettle.kernel.history import write as history
from fettle.kernel.records.models import Record
from fettle.processes.suppliers import rules
from fettle.processes.suppliers.facts import SubcontractorAdded, SubcontractorRemoved
from fettle.processes.suppliers.models import Reliance
from fettle.processes.suppliers.records import SUPPLIER
from fettle.processes.suppliers.subcontractors import chain

LOCK = "select pg_advisory_xact_lock(hashtext('suppliers'), hashtext('subcontractors'))"
MOST = 100


@transaction.atomic
def add(actor: Actor, number: str, *, supplier: Record, does: str | None = None) -> Record:
    """The supplier relies on another one for what it delivers. Raises Invalid with the circle, if that made one."""
    record = _held(actor, number)
    there = set(Reliance.objects.filter(record=record).values_list("supplier_id", flat=True))
    if len(there) >= MOST:
        raise Invalid({"supplier": _("A supplier takes at most %(count)s subcontractors.") % {"count": MOST}})
    rules.the_supplier_is_active(supplier)
    rules.a_subcontractor_stands_once(supplier, there)
    rules.there_is_no_circle(chain.named(actor, chain.way(supplier.pk, record.pk), before=record))
    row = Reliance.objects.create(record=record, supplier=supplier, does=(does or "").strip())
    history.write(actor, record, SubcontractorAdded(supplier.pk, supplier.title, row.does), wakes=False)
    return record


@transaction.atomic
def remove(actor: Actor, number: str, *, subcontractor: int) -> Record:
    """It relies on it no more; the history keeps that it did."""
    record = _held(actor, number)
    row = Reliance.objects.filter(record=record, pk=subcontractor).select_related("supplier").first()
    if row is None:
        sentence = _("%(number)s has no such subcontractor any more.")
        raise Invalid({"subcontractor": sentence % {"number": record.number}})
    fact = SubcontractorRemoved(row.supplier_id, row.supplier.title, row.does)
    Reliance.objects.filter(pk=row.pk).delete()
    history.write(actor, record, fact, wakes=False)
    return record


def _held(actor: Actor, number: str) -> Record:
    """The supplier; nobody else changes who relies on whom until this is done, so that two changes that are no circle
    each do not make one together.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    record = history.lock(actor, number, SUPPLIER)
    require(actor, SUPPLIER.may.revise, record)
    it_is_active(record)
    return record
