"""Every stored field of an announcement, one row each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToOrganisation, ToPerson, ToRecord
from fettle.kernel.records import Field, Kind, May, Section, while_in
from fettle.kernel.records.values import STAFF, Choice, Line, Moment, Text
from fettle.processes.announcements.models import Announcement
from fettle.processes.announcements.wording import natures, stages
from fettle.processes.announcements.workflow import FLOW, MANAGE, SEE, STANDS

WHILE_UP = while_in(STANDS)

ANNOUNCEMENT = Kind(
    key="announcement",
    prefix="ANN",
    path="announcements",
    label=_("announcement"),
    plural=_("announcements"),
    model=Announcement,
    flow=FLOW,
    may=May(see=SEE, register=MANAGE, revise=MANAGE),
    process="PR9",
    owner_role="incident_manager",
    sections=(
        Section(
            _("What is announced"),
            Field(
                "title",
                Line(200),
                _("headline"),
                needed=True,
                register=True,
                edit=WHILE_UP,
                column=True,
                sort=True,
                search="A",
            ),
            Field(
                "text",
                Text(5_000),
                _("what people should know"),
                _("What does not work, since when, and what they can do meanwhile"),
                needed=True,
                register=True,
                edit=WHILE_UP,
                search="B",
            ),
            Field(
                "nature",
                Choice(natures, tiles=True),
                _("what it is"),
                needed=True,
                register=True,
                column=True,
                filter=True,
            ),
            Field("stage", Choice(stages), _("how far it is"), register=True, column=True, filter=True),
        ),
        Section(
            _("For whom, and when"),
            Field(
                "organisation",
                ToOrganisation(),
                _("for the people of"),
                _("And of everything below it; the first one is everybody"),
                register=True,
                column=True,
                filter=True,
            ),
            Field(
                "service",
                ToRecord("service", among=("live",)),
                _("service"),
                register=True,
                edit=WHILE_UP,
                column=True,
                filter=True,
            ),
            Field("starts_at", Moment(), _("from"), register=True, edit=WHILE_UP, column=True, sort=True),
            Field("ends_at", Moment(), _("until"), register=True, edit=WHILE_UP, column=True, sort=True),
            Field("next_update_at", Moment(), _("next update"), edit=WHILE_UP),
            Field("about", Line(20), _("tells of"), audience=STAFF, filter=True),
            Field("closed_at", Moment(), _("over since")),
            Field("assignee", ToPerson(), _("answers for it"), edit=WHILE_UP, audience=STAFF, filter=True),
        ),
    ),
)
