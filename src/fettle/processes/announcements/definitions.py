"""What the incident and service request manager settles about announcements."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records import Field
from fettle.kernel.records.values import Number
from fettle.kernel.settings.declare import Definition, Form

RULES = Definition(
    key="announcements.rules",
    title=_("Announcements"),
    process="PR9",
    may="incidents.manage",
    shape=Form(
        (
            Field(
                "ahead_days",
                Number(0, 365, _("days")),
                _("show planned work ahead"),
                _("So many days before it begins it stands in the portal."),
                needed=True,
            ),
            Field(
                "past_days",
                Number(1, 730, _("days")),
                _("show what is over"),
                _("So many days back the portal lists it."),
                needed=True,
            ),
            Field(
                "most_people",
                Number(1, 5_000),
                _("most people written to at once"),
                _("Whoever is not written to reads it in the portal."),
                needed=True,
            ),
        )
    ),
    default={"ahead_days": 14, "past_days": 90, "most_people": 1_000},
    procedure=_(
        "Whoever leads the communication on a major incident announces it within a quarter of an hour, in words that "
        "users say themselves: what does not work, since when, what they can do meanwhile. Planned work is announced "
        "five working days ahead by the team that does it. Each announcement is ended on the day on which it is over."
    ),
)
