"""The register of people, teams, organisations, roles and calendars: a setting without data of its own, whose entries
are its history; and beside it the procedure for calendars, which others keep.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.settings.declare import Definition, Form

REGISTER = Definition(
    key="kernel.register",
    title=_("People, teams and organisations"),
    shape=Form(()),
    default={},
    may="people.administer",
    procedure=_(
        "The administrator adds people and gives them roles when their team leader asks for it, and deactivates them on their last "
        "day after handing over their open work. Team leaders check the list of their team twice a year."
    ),
)
WORKING_TIME = Definition(
    key="clock.working_time",
    title=_("Calendars and holidays"),
    shape=Form(()),
    default={},
    process="PR2",
    may="clock.manage",
    procedure=_(
        "The service level manager keeps the calendars by which clocks count. Every November the holidays of the coming "
        "year are written in and checked with the head of the desk; closing days and changed hours are written in as "
        "soon as they are decided, before they begin. Afterwards the service level manager puts the new version in "
        "force in the agreement, so that the desk and those it serves count by the same hours."
    ),
)
