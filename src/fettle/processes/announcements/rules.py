"""The rules of announcements: one function each, refusing with a sentence for the user."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current
from fettle.processes.announcements.wording import OUTAGE


def it_begins_before_it_ends(starts_at: datetime, ends_at: datetime | None) -> None:
    """Raises Invalid."""
    if ends_at is not None and ends_at <= starts_at:
        raise Invalid({"ends_at": _("It would end before it begins: give a later time.")})


def what_is_planned_says_how_long(nature: str, ends_at: datetime | None) -> None:
    """Planned work has an end, so that people can plan around it. Raises Invalid."""
    if nature == "planned" and ends_at is None:
        raise Invalid({"ends_at": _("Planned work has an end: say until when.")})


def its_incident_tells_the_news(item: Any) -> None:
    """News of a major incident is told once, from there: it reaches those on the incident and every announcement."""
    if item.about:
        raise Refusal(
            _("It tells of %(number)s: send the update there, and it stands here too.") % {"number": item.about},
            rule="its_incident_tells_the_news",
        )


def only_major_incidents_are_announced(about: Record) -> None:
    """What is announced of an incident gets the updates that a major one has."""
    if not getattr(about.item, "major", ""):
        raise Refusal(
            _("%(number)s is no major incident: declare it first, or announce it by itself.")
            % {"number": about.number},
            rule="only_major_incidents_are_announced",
        )


def it_is_going_on(record: Record) -> None:
    """Only what does not work now affects somebody."""
    if record.state != "stands" or record.item.nature != OUTAGE:
        raise Refusal(
            _("%(number)s is no running disruption: send a message if something does not work.")
            % {"number": record.number},
            rule="it_is_going_on",
        )


def no_more_are_written_to_at_once(count: int, home: Organisation) -> None:
    """A mail to very many is a newsletter, and the mail server takes it for one. Raises Invalid."""
    most = current()["announcements.rules"]["most_people"]
    if count > most:
        sentence = _("%(home)s has %(count)s people, and at most %(most)s get mail at once: leave it to the portal.")
        raise Invalid({"write": sentence % {"home": home.name, "count": count, "most": most}})
