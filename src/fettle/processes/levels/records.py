"""Every stored field of an agreement, one row each."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToOrganisation, ToPerson, ToTeam
from fettle.kernel.records import Field, Kind, May, Section, always
from fettle.kernel.records.values import STAFF, Choice, Day, Flag, Line, Number, Option, Text
from fettle.processes.levels.models import Agreement
from fettle.processes.levels.workflow import FLOW, FOLLOW, MANAGE, OFFERED


def types() -> list[Option]:
    """With whom it is made."""
    return [
        Option("sla", _("SLA, with a customer")),
        Option("ola", _("OLA, with a team or member")),
        Option("ua", _("UA, with a supplier")),
    ]


def underpins(item: Agreement) -> bool:
    """Whether it is made with a supplier."""
    return item.type == Agreement.Type.UA


AGREEMENT = Kind(
    key="agreement",
    prefix="AGR",
    path="agreements",
    label=_("agreement"),
    plural=_("agreements"),
    model=Agreement,
    flow=FLOW,
    may=May(see="levels.see", register=MANAGE, revise=MANAGE, follow=FOLLOW),
    process="PR2",
    owner_role="service_level_manager",
    joins=("agreement_item__owner",),
    served=Q(state__in=OFFERED, pk__in=Agreement.objects.filter(type="sla", is_default=False).values("pk")),
    sections=(
        Section(
            _("What is promised"),
            Field(
                "title",
                Line(200),
                _("title"),
                needed=True,
                register=True,
                edit=always,
                column=True,
                sort=True,
                search="A",
            ),
            Field("type", Choice(types), _("type"), register=True, column=True, filter=True),
            Field("is_default", Flag(), _("covers every service without its own"), column=True, filter=True),
            Field("latest", Number(), _("version"), column=True),
            Field("terms", Text(), _("text of the agreement"), register=True, edit=always, search="C"),
            Field("exclusions", Text(10_000), _("more on exclusions"), register=True, edit=always, search="C"),
            Field("measuring", Text(10_000), _("how it is measured"), register=True, edit=always, search="C"),
            Field(
                "kept_percent",
                Number(1, 100, "%"),
                _("a time is kept when so many per cent of the records kept it"),
                _("Empty: as the settings say."),
                register=True,
                edit=always,
            ),
            Field("reporting", Text(5000), _("reports that are promised"), register=True, edit=always, search="C"),
        ),
        Section(
            _("Parties"),
            Field("organisation", ToOrganisation(), _("other party"), register=True, column=True, filter=True),
            Field(
                "team",
                ToTeam(),
                _("team"),
                _("Of an OLA with a team of ours; the party is then its organisation."),
                register=True,
                filter=True,
            ),
            Field(
                "contact",
                Line(200),
                _("contact point of the other party"),
                _("A person, an address or a phone number."),
                register=True,
                edit=always,
                audience=STAFF,
                personal=True,
            ),
            Field(
                "reference",
                Line(120),
                _("contract reference"),
                _("The number of the contract at the supplier. Only of a UA."),
                register=True,
                edit=always,
                audience=STAFF,
                search="B",
                only=underpins,
            ),
            Field(
                "owner",
                ToPerson(),
                _("owner"),
                _("Answers for it. Empty: whoever draws it up."),
                register=True,
                edit=always,
                column=True,
                filter=True,
                audience=STAFF,
            ),
        ),
        Section(
            _("Validity"),
            Field("valid_from", Day(), _("valid from"), column=True, sort=True),
            Field("valid_until", Day(), _("valid until"), column=True, sort=True),
            Field(
                "notice_days", Number(0, 3650, _("days")), _("notice period"), _("In days."), register=True, edit=always
            ),
            Field("notice_on", Day(), _("notice given on")),
            Field("accepted", Line(500), _("in force though what is agreed below does not suffice"), audience=STAFF),
            Field("draft", Number(), _("version that is negotiated")),
        ),
    ),
)
SIGNED = ("terms", "exclusions", "measuring", "reporting", "notice_days", "kept_percent")
"""What stands in what is signed: it changes with a version."""
