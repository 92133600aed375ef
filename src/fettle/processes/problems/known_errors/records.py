"""Every stored field of a known error, one row each.

Whoever holds ``problems.see`` is staff. The people we serve hold no such permission: they read by a door of their own,
``problems.queries.for_users``, which knows nothing but what users are told.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToOrganisation, ToPerson, ToRecord
from fettle.kernel.records import Field, Kind, May, Section, while_in
from fettle.kernel.records.values import STAFF, Choice, Line, Moment, Text
from fettle.kernel.settings.choices import options
from fettle.processes.problems.known_errors.workflow import FLOW
from fettle.processes.problems.models import KnownError
from fettle.processes.problems.standing import CURRENT
from fettle.processes.problems.workflow import SEE, WORK

HOLDS = while_in(CURRENT)

KNOWN_ERROR = Kind(
    key="known_error",
    prefix="KE",
    path="known-errors",
    label=_("known error"),
    plural=_("known errors"),
    model=KnownError,
    flow=FLOW,
    may=May(see=SEE, register=WORK, revise=WORK),
    process="PR10",
    owner_role="problem_manager",
    joins=("known_error__problem",),
    sections=(
        Section(
            _("How it shows"),
            Field(
                "title",
                Line(200),
                _("symptoms in one sentence"),
                _("As somebody would search for it."),
                needed=True,
                register=True,
                edit=HOLDS,
                column=True,
                sort=True,
                search="A",
            ),
            Field("symptoms", Text(10_000), _("symptoms"), register=True, edit=HOLDS, search="B"),
            Field(
                "problem",
                ToRecord("problem"),
                _("problem"),
                needed=True,
                register=True,
                audience=STAFF,
                column=True,
                filter=True,
            ),
            Field(
                "service",
                ToRecord("service"),
                _("service"),
                register=True,
                edit=HOLDS,
                column=True,
                filter=True,
            ),
            Field(
                "category",
                Choice(lambda: options("incidents.categories")),
                _("category"),
                register=True,
                edit=HOLDS,
                column=True,
                filter=True,
            ),
        ),
        Section(
            _("The way round it"),
            Field("cause", Text(10_000), _("cause"), register=True, edit=HOLDS, audience=STAFF, search="C"),
            Field(
                "workaround",
                Text(10_000),
                _("workaround for staff"),
                needed=True,
                register=True,
                edit=HOLDS,
                audience=STAFF,
                search="C",
            ),
            Field(
                "for_users",
                Text(10_000),
                _("workaround for users"),
                _("In their words. Empty: users are told nothing, and the portal does not know it."),
                register=True,
                edit=HOLDS,
                search="C",
            ),
        ),
        Section(
            _("Keeping"),
            Field("assignee", ToPerson(), _("owner"), register=True, edit=HOLDS, column=True, filter=True),
            Field(
                "organisation",
                ToOrganisation(),
                _("organisation"),
                _("Those in it and below it find it. Empty: everybody."),
                register=True,
                audience=STAFF,
                filter=True,
            ),
            Field("opened_at", Moment(), _("added"), column=True, sort=True),
            Field("closed_at", Moment(), _("offered no more since")),
        ),
    ),
)
