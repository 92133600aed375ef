"""The default agreement, and its new versions (PR2.S2)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require, require_everywhere
from fettle.kernel.access.read import get
from fettle.kernel.clock.models import Calendar, CalendarVersion
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.history import write as history
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.processes.levels import rules
from fettle.processes.levels.facts import Agreed, Amended
from fettle.processes.levels.models import Agreement, AgreementVersion
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.standing import IN_FORCE

Rows = list[dict[str, Any]]
INDIVIDUAL = ("valid_from", "valid_until")
"""What only an agreement with one party says."""


@transaction.atomic
def agree_default(
    actor: Actor,
    *,
    title: str,
    calendar: CalendarVersion,
    targets: Rows,
    promises: Rows | None = None,
    excluded: Rows | None = None,
    **said: Any,
) -> Record:
    """Put the default agreement in force (PR2.S2); ``said``: its other fields, such as terms. Raises Invalid, and
    Refusal when there is one.
    """
    require_everywhere(actor, AGREEMENT.may.register)
    if Agreement.objects.filter(is_default=True).exists():
        raise Refusal(_("There is a default agreement already: change that one."))
    rules.an_answer_is_due_before_the_end([], targets)
    rules.what_it_excludes_is_in_use([], excluded or [])
    values = {"title": title, **said, "is_default": True, "latest": 1, "state": IN_FORCE}
    home = Organisation.objects.get(parent=None)
    first = AgreementVersion(
        version=1, calendar=calendar, targets=targets, promises=promises or [], excluded=excluded or []
    )
    fact = Agreed(version_made=1, after=promised(first))
    record = history.create(actor, AGREEMENT, fact, organisation=home, values=values)
    first.agreement = record.item
    first.save()
    return record


@transaction.atomic
def amend(
    actor: Actor,
    number: str,
    *,
    targets: Rows,
    calendar: CalendarVersion,
    reason: str,
    promises: Rows | None = None,
    excluded: Rows | None = None,
    **values: Any,
) -> Record:
    """Put a new version in force, for records made or reprioritised from now on. What else is promised and what does
    not count stay as they are where they are not given. Raises Invalid.
    """
    record = history.lock(actor, number, AGREEMENT)
    require(actor, AGREEMENT.may.revise, record)
    held = _held(record)
    made = AgreementVersion(
        agreement=record.item,
        version=record.item.latest + 1,
        calendar=calendar,
        targets=targets,
        promises=held.promises if promises is None else promises,
        excluded=held.excluded if excluded is None else excluded,
    )
    rules.an_answer_is_due_before_the_end(held.targets, targets)
    rules.what_it_excludes_is_in_use(held.excluded, made.excluded)
    was, now = promised(held), promised(made)
    other = [name for name in now if was[name] != now[name]]
    made.save()
    before, after = ({name: promise[name] for name in other} or None for promise in (was, now))
    fact = Amended(version_made=made.version, reason=reason, before=before, after=after)
    history.write(actor, record, fact, set={"latest": made.version, **values})
    return record


@transaction.atomic
def revise(
    actor: Actor,
    number: str,
    *,
    reason: str = "",
    targets: Rows | None = None,
    calendar: Calendar | None = None,
    **values: Any,
) -> Record:
    """The same for what is given; the rest stays as it is in force. Raises Invalid, also without a reason."""
    record = history.lock(actor, number, AGREEMENT)
    require(actor, AGREEMENT.may.revise, record)
    if odd := [name for name in INDIVIDUAL if values.pop(name, None) is not None]:
        sentence = _(
            "A version of the default agreement holds from when it is saved until the next one: leave this out."
        )
        raise Invalid(dict.fromkeys(odd, sentence))
    rules.only_a_supplier_has_a_contract(record.item.type, values.get("reference"))
    if not reason:
        raise Invalid({"reason": _("Give a value.")})
    held = _held(record)
    by = latest(calendar) if calendar else held.calendar
    kept = held.targets if targets is None else targets
    return amend(actor, number, targets=kept, calendar=by, reason=reason, **values)


def is_it(actor: Actor, number: str) -> bool:
    """Whether the number is that of the default agreement. Raises NotSeen."""
    return bool(get(actor, number, AGREEMENT).item.is_default)


def _held(record: Record) -> AgreementVersion:
    """The version in force."""
    versions = AgreementVersion.objects.select_related("calendar__calendar")
    return versions.get(agreement=record.item, version=record.item.latest)


def promised(version: AgreementVersion) -> dict[str, Any]:
    """What the history keeps of what a version promises."""
    calendar = version.calendar
    return {
        "targets": version.targets,
        "calendar": {"key": calendar.calendar.key, "name": calendar.calendar.name, "version": calendar.version},
        "promises": version.promises,
        "excluded": version.excluded,
    }


def latest(calendar: Calendar) -> CalendarVersion:
    """The version in force of a calendar, of which there always is one."""
    return CalendarVersion.objects.filter(calendar=calendar).latest("version")
