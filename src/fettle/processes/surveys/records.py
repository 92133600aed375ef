"""Every stored field of a survey and of a follow-up, one row each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToAnything, ToOrganisation, ToPerson
from fettle.kernel.records import Field, Kind, May, Section, while_in
from fettle.kernel.records.values import STAFF, Choice, Day, Line, Moment, Number, Option, Text
from fettle.kernel.settings.choices import options
from fettle.processes.surveys.models import FollowUp, Survey
from fettle.processes.surveys.workflow import DRAFT, FOLLOWING, MANAGE, OPEN, RUNNING, SEE, SURVEYING, WORK

WHILE_DRAFT, BEFORE_ITS_END = while_in(DRAFT), while_in(DRAFT, RUNNING)
WHILE_OPEN = while_in(OPEN)
CONTACTS, REPRESENTATIVES, LATELY, NOBODY = "contacts", "representatives", "lately", "named"


def reaches() -> list[Option]:
    """Whom a survey asks, besides those it names."""
    return [
        Option(CONTACTS, _("the contacts of our customers")),
        Option(REPRESENTATIVES, _("the representatives of our customers")),
        Option(LATELY, _("who asked us for something in the last 90 days")),
        Option(NOBODY, _("only the people named below")),
    ]


SURVEY = Kind(
    key="survey",
    prefix="SUR",
    path="surveys",
    label=_("survey"),
    plural=_("surveys"),
    model=Survey,
    flow=SURVEYING,
    may=May(see=SEE, register=MANAGE, revise=MANAGE),
    process="PR7",
    owner_role="customer_relationship_manager",
    sections=(
        Section(
            _("The survey"),
            Field(
                "title",
                Line(200),
                _("title"),
                _("Those who are asked read it."),
                needed=True,
                register=True,
                edit=WHILE_DRAFT,
                column=True,
                sort=True,
                search="A",
            ),
            Field(
                "organisation",
                ToOrganisation(),
                _("organisation"),
                _("Asks those who belong to it, or to what is below it. Empty: all."),
                register=True,
                column=True,
                filter=True,
            ),
            Field(
                "reach",
                Choice(reaches),
                _("who is asked"),
                needed=True,
                register=True,
                edit=WHILE_DRAFT,
                audience=STAFF,
            ),
            Field(
                "others",
                Text(10_000),
                _("people besides"),
                _("E-mail addresses, a line each"),
                register=True,
                edit=WHILE_DRAFT,
                audience=STAFF,
                personal=True,
            ),
            Field(
                "ends_on",
                Day(),
                _("answers until"),
                needed=True,
                register=True,
                edit=BEFORE_ITS_END,
                column=True,
                sort=True,
            ),
            Field(
                "assignee",
                ToPerson(),
                _("owner"),
                _("Empty: you."),
                register=True,
                edit=BEFORE_ITS_END,
                column=True,
                filter=True,
            ),
        ),
        Section(
            _("What is asked"),
            Field(
                "template",
                Choice(lambda: options("surveys.templates")),
                _("template"),
                _("Its questions are taken where none are written below."),
                register=True,
                audience=STAFF,
            ),
            Field(
                "introduction",
                Text(2_000),
                _("words before the questions"),
                register=True,
                edit=WHILE_DRAFT,
                search="C",
            ),
            Field(
                "questions",
                Text(10_000),
                _("questions"),
                _("A line each: “rating: …”, “choice: … | one answer | another”, or “text: …”."),
                register=True,
                edit=WHILE_DRAFT,
                audience=STAFF,
                search="C",
            ),
        ),
        Section(
            _("How it stands"),
            Field("started_at", Moment(), _("asked on"), audience=STAFF),
            Field("reminded_at", Moment(), _("reminded on"), audience=STAFF),
            Field("closed_at", Moment(), _("closed"), audience=STAFF, sort=True),
            Field("progress", Line(15), _("answered"), audience=STAFF, column=True),
        ),
    ),
)
FOLLOW_UP = Kind(
    key="follow_up",
    prefix="FUP",
    path="followups",
    label=_("satisfaction follow-up"),
    plural=_("satisfaction follow-ups"),
    model=FollowUp,
    flow=FOLLOWING,
    may=May(see=SEE, register=MANAGE, revise=WORK),
    process="PR7",
    owner_role="customer_relationship_manager",
    joins=("follow_up__about", "follow_up__person"),
    sections=(
        Section(
            _("What is followed up"),
            Field(
                "title",
                Line(200),
                _("title"),
                needed=True,
                register=True,
                edit=WHILE_OPEN,
                column=True,
                sort=True,
                search="A",
            ),
            Field("about", ToAnything(), _("about"), _("Number of the rated record, or of the survey"), register=True),
            Field("organisation", ToOrganisation(), _("organisation"), column=True, filter=True, register=True),
            Field("person", ToPerson(), _("who is not satisfied"), register=True, personal=True),
            Field("opened_at", Moment(), _("opened"), sort=True),
            Field("score", Number(1, 5), _("rating"), column=True, sort=True, filter=True),
        ),
        Section(
            _("What becomes of it"),
            Field(
                "assignee",
                ToPerson(),
                _("owner"),
                _("Empty: the account manager of the customer."),
                register=True,
                edit=WHILE_OPEN,
                column=True,
                filter=True,
            ),
            Field(
                "ends_on",
                Day(),
                _("to be settled by"),
                needed=True,
                register=True,
                edit=WHILE_OPEN,
                column=True,
                sort=True,
            ),
            Field("outcome", Text(10_000), _("what came of it"), search="B"),
            Field("closed_at", Moment(), _("settled"), sort=True),
            Field("progress", Line(9), _("steps"), column=True),
        ),
    ),
)
