"""Writes of report specifications: register, revise, terminate; and the FITS report that every house begins with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require, require_in
from fettle.kernel.access.offers import allow
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.history import write as history
from fettle.kernel.records.models import Record
from fettle.processes.reporting import checking, delivering, queries, rules
from fettle.processes.reporting.facts import Respecified, Specified, Terminated
from fettle.processes.reporting.patterns import FITS
from fettle.processes.reporting.records import SPECIFICATION
from fettle.processes.reporting.workflow import AGREED


@transaction.atomic
def register(actor: Actor, *, identifier: str, **values: Any) -> Record:
    """Specify a report (PR3.A1.1). Raises Invalid when the identifier is taken or no plain word."""
    home = require_in(actor, SPECIFICATION.may.register, queries.provider())
    rules.identifier_is_plain(identifier)
    rules.ends_after_it_starts(values["starts_on"], values.get("ends_on"))
    if queries.identifier_taken(identifier):
        raise Invalid({"identifier": _("There is a report with this identifier: choose another one.")})
    values["identifier"] = identifier
    return history.create(actor, SPECIFICATION, Specified(), organisation=home, values=values)


@transaction.atomic
def revise(actor: Actor, number: str, **values: Any) -> Record:
    """Change a specification (PR3.A1.2). Raises Refusal when the report has ended."""
    record = history.lock(actor, number, SPECIFICATION)
    require(actor, SPECIFICATION.may.revise, record)
    if record.state != AGREED:
        raise Refusal(_("%(number)s has ended: specify a new report.") % {"number": record.number}, rule="state")
    item = record.item
    rules.ends_after_it_starts(values.get("starts_on") or item.starts_on, values.get("ends_on", item.ends_on))
    history.write(actor, record, Respecified(), set=values)
    return record


@transaction.atomic
def terminate(actor: Actor, number: str, *, reason: str) -> Record:
    """End a report (PR3.A1.3); its last day is today unless an earlier one was agreed."""
    record = history.lock(actor, number, SPECIFICATION)
    verb = allow(actor, record, "terminate")
    today = timezone.localdate()
    last = max(record.item.starts_on, min(record.item.ends_on or today, today))
    history.write(actor, record, Terminated(reason=reason), set={"state": verb.target, "ends_on": last})
    return record


def install() -> Record | None:
    """Agree on the FITS service report, in the language of the installation, unless that was done before. Run at each
    start.
    """
    if queries.identifier_taken(FITS.key):
        return None
    return register(
        Actor.house(gettext_noop("installation"), SPECIFICATION.may.register),
        identifier=FITS.key,
        layout=FITS.key,
        frequency="monthly",
        format="pdf",
        starts_on=timezone.localdate().replace(day=1),
        **_begins(queries.provider().language),
    )


@transaction.atomic
def say_in(was: str, now: str) -> None:
    """Say the FITS service report in the language ``now``, as far as nobody has changed its words in ``was``."""
    house = Actor.house(gettext_noop("installation"), SPECIFICATION.may.see, SPECIFICATION.may.revise)
    record = history.lock(house, queries.number_of(FITS.key), SPECIFICATION)
    before, after = _begins(was), _begins(now)
    kept = {name: SPECIFICATION.value(record, name) for name in after}
    changes = {name: text for name, text in after.items() if kept[name] == before[name] != text}
    if changes:
        history.write(house, record, Respecified(), set=changes)


def _begins(language: str) -> dict[str, str]:
    """The words with which the FITS service report begins."""
    with override(language):
        return {
            "title": _("FITS service report"),
            "purpose": _("Shows everybody the service that was really provided, as the base of the regular review."),
            "recipients": _("Those responsible for technical support, the management, representatives of the users"),
            "contents": _(
                "Period of report; reactive statistics (incidents and requests); proactive statistics; change "
                "statistics (technical improvements and new services). Each with the period before."
            ),
            "delivery": _("By mail to the audience within five working days after the end of the period"),
        }


VERBS: dict[str, Callable[..., Record]] = {
    "deliver": delivering.deliver,
    "verify": checking.verify,
    "follow_up": checking.follow_up,
    "settle": checking.settle,
    "terminate": terminate,
}
