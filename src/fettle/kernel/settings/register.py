"""The register of people, teams, organisations, roles and calendars: a setting without data of its own, whose entries
are its history.
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
