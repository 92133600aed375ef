"""Every stored field of incidents and requests, one row each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.facilities.tags.values import Tags
from fettle.kernel.access.references import ToOrganisation, ToPerson, ToRecord, ToTeam
from fettle.kernel.records import Field, Kind, May, Section, always, while_in
from fettle.kernel.records.values import STAFF, Choice, Flag, Line, Moment, Number, Rank, Text
from fettle.kernel.settings.choices import options
from fettle.processes.incidents import major
from fettle.processes.incidents.clocks import Happened, derive
from fettle.processes.incidents.leading import Leads
from fettle.processes.incidents.models import Incident, ServiceRequest
from fettle.processes.incidents.promises import next_due
from fettle.processes.incidents.workflow import FLOW, UNDONE

UNTIL_CLOSED = while_in(*UNDONE, "resolved")
PRIORITY = Rank(lambda: options("incidents.priorities"))

WHAT = Section(
    _("What happens"),
    Field(
        "title",
        Line(200),
        _("subject"),
        needed=True,
        register=True,
        portal=True,
        edit=UNTIL_CLOSED,
        column=True,
        sort=True,
        search="A",
    ),
    Field("title_made", Flag(), _("subject made by an import"), audience=STAFF),
    Field("details", Text(), _("details"), register=True, portal=True, edit=UNTIL_CLOSED, search="B", personal=True),
    Field(
        "requester",
        ToPerson(),
        _("requester"),
        register=True,
        edit=UNTIL_CLOSED,
        column=True,
        filter=True,
        personal=True,
        search="B",
    ),
    Field("affected", ToPerson(), _("affected person"), register=True, edit=UNTIL_CLOSED, personal=True, search="B"),
    Field("organisation", ToOrganisation(), _("organisation"), filter=True, audience=STAFF),
    Field(
        "location",
        Line(200),
        _("room or place"),
        register=True,
        portal=True,
        edit=UNTIL_CLOSED,
        filter=True,
        search="C",
    ),
    Field(
        "channel",
        Choice(lambda: options("incidents.channels")),
        _("channel"),
        register=True,
        filter=True,
        audience=STAFF,
    ),
    Field("external_ref", Line(200), _("reference elsewhere"), register=True, edit=always, filter=True, search="A"),
    Field("opened_at", Moment(), _("opened"), register=True, column=True, sort=True),
)
CLASS = Section(
    _("Classification"),
    Field(
        "service",
        ToRecord("service", among=("live",)),
        _("service"),
        register=True,
        portal=True,
        edit=UNTIL_CLOSED,
        column=True,
        filter=True,
    ),
    Field(
        "category",
        Choice(lambda: options("incidents.categories")),
        _("category"),
        register=True,
        edit=UNTIL_CLOSED,
        filter=True,
    ),
    Field(
        "impact",
        Choice(lambda: options("incidents.impacts"), tiles=True),
        _("who is affected?"),
        register=True,
        portal=True,
    ),
    Field(
        "urgency",
        Choice(lambda: options("incidents.urgencies"), tiles=True),
        _("how urgent?"),
        register=True,
        portal=True,
    ),
    Field("rank", PRIORITY, _("priority"), column=True, filter=True, sort=True, outside="priority"),
    Field("first_priority", PRIORITY, _("first priority"), audience=STAFF, derived=True),
)
ORDER = Section(
    CLASS.title,
    Field(
        "standard",
        Choice(lambda: options("incidents.standard_requests")),
        _("standard request"),
        register=True,
        edit=UNTIL_CLOSED,
        filter=True,
    ),
    *CLASS.fields,
)
WORK = Section(
    _("Work"),
    Field("team", ToTeam(), _("team"), register=True, column=True, filter=True, audience=STAFF),
    Field("assignee", ToPerson(), _("assignee"), register=True, column=True, filter=True, search="C"),
    Field("tags", Tags(), _("tags"), audience=STAFF, column=True, filter=True),
    Field("progress", Line(9), _("steps done"), column=True, audience=STAFF),
    Field("pause_reason", Choice(lambda: options("incidents.pause_reasons")), _("waits for"), filter=True),
    Field("supplier", ToOrganisation(), _("supplier that is waited for"), audience=STAFF, filter=True),
    Field("resume_at", Moment(), _("reminder"), audience=STAFF),
    Field("escalation", Number(), _("escalation level"), audience=STAFF, filter=True),
    Field("resolution", Text(20_000), _("what was done"), edit=while_in("resolved"), search="B"),
    Field("closure_code", Choice(lambda: options("incidents.closure_codes")), _("closure code"), filter=True),
)
TIMES = Section(
    _("Times"),
    Field("due_at", Moment(), _("due"), column=True, sort=True, derived=True),
    Field("response_due_at", Moment(), _("response due"), derived=True, audience=STAFF),
    Field("resolution_due_at", Moment(), _("resolution due"), derived=True),
    Field("responded_at", Moment(), _("first response"), derived=True),
    Field("resolved_at", Moment(), _("resolved"), derived=True),
    Field("closed_at", Moment(), _("closed"), derived=True),
    Field("resolution_minutes", Number(unit=_("minutes")), _("time to resolve"), derived=True),
    Field("within_target", Flag(), _("within target"), derived=True, audience=STAFF),
    Field("reopened", Number(), _("reopened"), derived=True),
    Field("handed_over", Number(), _("handed over"), derived=True, audience=STAFF),
    Field(
        "spent_minutes",
        Number(unit=_("minutes")),
        _("time spent"),
        derived=True,
        audience=STAFF,
        column=True,
    ),
)

MAJOR = Section(
    _("Major incident"),
    Field("major", Choice(major.standings), _("major incident"), filter=True, audience=STAFF),
    Field("major_criterion", Choice(lambda: options(major.CRITERIA.key)), _("criterion"), audience=STAFF, filter=True),
    Field("leads", Leads(), _("who leads"), audience=STAFF),
    Field("meeting", Line(500), _("meeting"), audience=STAFF),
    Field("meeting_place", Line(200), _("place of the meeting"), audience=STAFF),
    Field("update_minutes", Number(unit=_("minutes")), _("an update every"), audience=STAFF),
    Field("next_update_at", Moment(), _("next update"), audience=STAFF, derived=True, sort=True),
    Field("review", Text(20_000), _("review of the major incident"), audience=STAFF, search="C"),
)


def derive_major(entries: Sequence[Happened]) -> dict[str, Any]:
    """Every derived column of an incident, from its entries in the order of replay."""
    return derive(entries) | {"next_update_at": next_due(entries)}


def _kind(**values: Any) -> Kind:
    accessor = "incident" if values["model"] is Incident else "service_request"
    return Kind(
        may=May(see="incidents.see", register="incidents.register", revise="incidents.work", follow="incidents.follow"),
        process="PR9",
        owner_role="incident_manager",
        about="requester",
        joins=(f"{accessor}__requester", f"{accessor}__affected", f"{accessor}__supplier"),
        **values,
    )


INCIDENT = _kind(
    key="incident",
    prefix="INC",
    path="incidents",
    label=_("incident"),
    plural=_("incidents"),
    model=Incident,
    derive=derive_major,
    flow=major.with_major(FLOW),
    sections=(WHAT, CLASS, WORK, MAJOR, TIMES),
)
REQUEST = _kind(
    key="request",
    prefix="REQ",
    path="requests",
    label=_("request"),
    plural=_("requests"),
    model=ServiceRequest,
    derive=derive,
    flow=FLOW,
    sections=(WHAT, ORDER, WORK, TIMES),
)
DESK = (INCIDENT, REQUEST)
