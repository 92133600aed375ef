"""How long the personal data of people who left is kept, and whose time has come."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.kernel.records import Field
from fettle.kernel.records.values import Flag, Number
from fettle.kernel.settings.declare import Definition, Form

RETENTION = Definition(
    key="people.retention",
    title=_("Personal data of people who left"),
    shape=Form(
        (
            Field(
                "days",
                Number(1, 36_500, _("days")),
                _("erase after"),
                _("Days after they were deactivated. Empty: never by itself."),
            ),
            Field("files", Flag(), _("delete the files they attached too")),
        )
    ),
    default={"days": None, "files": False},
    may="people.erase",
    procedure=_(
        "People who leave are deactivated on their last day. The administrator erases their personal data when they "
        "ask for it, or the system does after the time set here, which the data protection officer agrees with."
    ),
)


def due(days: int, now: datetime) -> list[Person]:
    """Who was deactivated so many days ago or longer and is not erased yet."""
    gone = Person.objects.filter(is_active=False, erasure=None).order_by("pk")
    return [person for person in gone if (left := left_at(person)) and left <= now - timedelta(days=days)]


def left_at(person: Person) -> datetime | None:
    """When somebody was last deactivated; None where no entry says so."""
    said = [{"data": {"subject": f"person:{person.pk}", "what": "deactivated"}}]
    entries = Entry.objects.filter(fact="settings.register_changed", facts__contains=said)
    return entries.order_by("-happened_at").values_list("happened_at", flat=True).first()
