"""Acceptance criteria of a package: adding, changing, taking away; showing that one is met, waiving it, opening it
again.

Whoever may revise the package arranges and evidences them; only who may approve waives one. Each deed is one entry, and
keeps how many are met in a column of the package.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.facilities.discussion.actions.files import Upload, added, keep
from fettle.facilities.discussion.models import Attachment
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.errors import Invalid
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.processes.services import facts
from fettle.processes.services.models import Criterion
from fettle.processes.services.packages import rules, standing
from fettle.processes.services.packages.records import PACKAGE
from fettle.processes.services.specifications.records import APPROVE

OPEN, EVIDENCED, WAIVED = Criterion.State.OPEN, Criterion.State.EVIDENCED, Criterion.State.WAIVED
MOST = 100


@transaction.atomic
def add(actor: Actor, number: str, *, title: str, text: str = "") -> Record:
    """One more thing that has to be shown. While the package is a draft."""
    record = _arranged(actor, number)
    _says_something(title)
    if len(standing.criteria(record)) >= MOST:
        raise Invalid({"": _("A package takes at most %(count)s criteria.") % {"count": MOST}})
    row = Criterion.objects.create(record=record, title=title.strip(), text=text)
    return _write(actor, record, facts.CriterionAdded(row.pk, row.title))


@transaction.atomic
def change(actor: Actor, number: str, *, criterion: int, title: str, text: str = "") -> Record:
    """Other words for what has to be shown. While the package is a draft; without a difference nothing happens."""
    record = _arranged(actor, number)
    row = found(record, criterion)
    rules.it_is(row, OPEN)
    _says_something(title)
    if (row.title, row.text) == (title.strip(), text):
        return record
    Criterion.objects.filter(pk=row.pk).update(title=title.strip(), text=text)
    return _write(actor, record, facts.CriterionChanged(row.pk, title.strip()))


@transaction.atomic
def take_away(actor: Actor, number: str, *, criterion: int) -> Record:
    """It was added in error. While the package is a draft; the history keeps it."""
    record = _arranged(actor, number)
    row = found(record, criterion)
    rules.it_is(row, OPEN)
    Criterion.objects.filter(pk=row.pk).update(state=Criterion.State.WITHDRAWN)
    return _write(actor, record, facts.CriterionTakenAway(row.pk, row.title))


@transaction.atomic
def evidence(
    actor: Actor,
    number: str,
    *,
    criterion: int,
    evidence: str,
    address: str | None = None,
    file: Attachment | None = None,
    upload: Upload | None = None,
) -> Record:
    """Show that it is met: in words, with a link, with one of the package's files or with a new one. Raises Invalid,
    Refusal, TooLarge.
    """
    record, row = _held(actor, number, criterion, PACKAGE.may.revise)
    rules.it_is(row, OPEN)
    if not evidence.strip():
        raise Invalid({"evidence": _("Say what shows that it is met.")})
    rules.an_address_can_be_followed(address or "")
    new = keep(actor, record, [upload], STAFF) if upload is not None else []
    file = new[0] if new else file
    _settle(actor, row, EVIDENCED, evidence=evidence.strip(), address=address or "", file=file)
    fact = facts.CriterionEvidenced(
        row.pk, row.title, evidence=evidence.strip()[:500], address=address or "", file=file.pk if file else 0
    )
    return _write(actor, record, fact, *added(new))


@transaction.atomic
def waive(actor: Actor, number: str, *, criterion: int, reason: str) -> Record:
    """Let it pass, with a reason: only who may approve. Raises Forbidden, Invalid, Refusal."""
    record, row = _held(actor, number, criterion, APPROVE)
    rules.it_is(row, OPEN)
    if not reason.strip():
        raise Invalid({"reason": _("Say why it may pass.")})
    _settle(actor, row, WAIVED, evidence=reason.strip())
    return _write(actor, record, facts.CriterionWaived(row.pk, row.title, reason=reason.strip()[:500]))


@transaction.atomic
def reopen(actor: Actor, number: str, *, criterion: int) -> Record:
    """It has to be shown after all, or again."""
    record, row = _held(actor, number, criterion, PACKAGE.may.revise)
    rules.it_is(row, EVIDENCED, WAIVED)
    empty: dict[str, Any] = {"evidence": "", "address": "", "file": None, "settled_by": None, "settled_at": None}
    Criterion.objects.filter(pk=row.pk).update(state=OPEN, **empty)
    return _write(actor, record, facts.CriterionReopened(row.pk, row.title))


def found(record: Record, criterion: int) -> Criterion:
    """One that was not taken away. Raises Invalid."""
    row = Criterion.objects.filter(record=record, pk=criterion).exclude(state=Criterion.State.WITHDRAWN).first()
    if row is None:
        raise Invalid({"criterion": _("%(number)s has no such criterion any more.") % {"number": record.number}})
    return row


def _arranged(actor: Actor, number: str) -> Record:
    record = history.lock(actor, number, PACKAGE)
    require(actor, PACKAGE.may.revise, record)
    rules.criteria_can_be_arranged(record)
    return record


def _held(actor: Actor, number: str, criterion: int, permission: str) -> tuple[Record, Criterion]:
    record = history.lock(actor, number, PACKAGE)
    require(actor, permission, record)
    rules.package_is_under_way(record)
    return record, found(record, criterion)


def _says_something(title: str) -> None:
    if not title.strip():
        raise Invalid({"title": _("Say what has to be shown.")})


def _settle(actor: Actor, row: Criterion, state: str, **kept: Any) -> None:
    done = {"settled_by_id": actor.person_id, "settled_at": timezone.now()}
    Criterion.objects.filter(pk=row.pk).update(state=state, **kept, **done)


def _write(actor: Actor, record: Record, *told: Fact) -> Record:
    history.write(actor, record, *told, set={"acceptance": standing.count(standing.criteria(record))})
    return record
