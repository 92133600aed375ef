"""An agreement on A4: parties, validity, what is promised and covered, its text, and where both sides sign. The default
one names no party, and nobody signs it.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fettle.edges.pages import wording as days
from fettle.edges.pages.page import actor_of
from fettle.edges.papers import nodes
from fettle.edges.papers.paper import sheet
from fettle.edges.papers.typeset import Node, blocks
from fettle.edges.rest.calling import actor_of as caller_of
from fettle.edges.rest.parameters import only
from fettle.facilities.cycles import queries as duties
from fettle.kernel.access.actor import Actor
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current
from fettle.processes.levels import grid, queries, support, wording
from fettle.processes.levels.definitions import KEEPING, REVIEW
from fettle.processes.levels.evaluation.definitions import EVALUATING
from fettle.processes.levels.models import AgreementVersion, Cover, Signature
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.standing import shown_version
from fettle.processes.levels.workflow import DRAFT, NEGOTIATION


@require_safe
def pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The version that is negotiated, else the one in force."""
    return _printed(actor_of(request), number)


def pdf_over_rest(request: HttpRequest, number: str) -> HttpResponse:
    """The same."""
    only(request.GET)
    return _printed(caller_of(request), number)


def _printed(actor: Actor, number: str) -> HttpResponse:
    record = queries.readable(actor, number)
    version = shown_version(record)
    response = HttpResponse(write(record, version), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{record.number}-{version.version}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def write(record: Record, version: AgreementVersion) -> bytes:
    """Raises NotBuilt when the fonts are not there yet."""
    foot = _("%(number)s, version %(version)s. Printed on %(day)s; the valid version is the one in Fettle.")
    said = {"number": record.number, "version": version.version, "day": days.day(timezone.localtime())}
    party = everybody() if record.item.is_default else record.organisation.name
    return sheet(record.title, party, facts(record, version), body(record, version), foot % said)


def everybody() -> str:
    """The other party of the default agreement."""
    return _("Every customer, for all services without an agreement of its own")


def facts(record: Record, version: AgreementVersion) -> list[tuple[Any, Any]]:
    """What stands above the text: each with its name."""
    item = record.item
    return [
        (_("Agreement"), record.number),
        (_("Version"), version.version),
        (_("Type"), AGREEMENT.by_name["type"].type.text(item.type)),
        (_("Our side"), us()),
        *(_of_everybody(version) if item.is_default else _of_one(record, version)),
        (_("Support hours"), version.calendar.calendar.name),
        (_("A time is kept"), _("by %(percent)s %% of the records") % {"percent": percent(item)}),
    ]


def _of_everybody(version: AgreementVersion) -> list[tuple[Any, Any]]:
    begins = days.day(timezone.localtime(version.made_at))
    return [
        (_("Other party"), everybody()),
        (_("Owner"), version.agreement.owner or "–"),
        (_("Valid"), _("from %(day)s until the next version") % {"day": begins}),
    ]


def _of_one(record: Record, version: AgreementVersion) -> list[tuple[Any, Any]]:
    item = record.item
    until = days.day(version.valid_until) if version.valid_until else _("until notice")
    begins = days.day(version.valid_from) if version.valid_from else _("not said yet")
    return [
        (_("Other party"), record.team.name if record.team else record.organisation.name),
        (_("Contact point"), item.contact or "–"),
        *contract(record),
        (_("Owner"), item.owner or "–"),
        (_("Valid"), f"{begins} – {until}"),
        (_("Notice period"), _("%(days)s days") % {"days": item.notice_days} if item.notice_days else "–"),
        (_("Next review"), review(record)),
    ]


def us() -> str:
    """The providing organisation, which is a party of every agreement."""
    return Organisation.objects.filter(parent=None).values_list("name", flat=True).first() or "–"


def review(record: Record) -> str:
    """When the agreement is reviewed next; before it is in force, how long after that."""
    duty = next((each for each in duties.of_record(record) if each.code == REVIEW), None)
    if duty is not None:
        return _("on %(day)s at the latest, then every %(months)s months") % {
            "day": days.day(duty.due_on),
            "months": duty.every,
        }
    if record.state not in (DRAFT, NEGOTIATION):
        return "–"
    return _("%(months)s months after it is put in force") % {"months": current()[KEEPING.key]["review_months"]}


def contract(record: Record) -> list[tuple[Any, Any]]:
    """Under which number the supplier knows a UA."""
    if record.item.type != "ua":
        return []
    return [(_("Contract reference"), record.item.reference or "–")]


def percent(item: Any) -> int:
    """Of a hundred records so many keep a time, for it to be kept: as the agreement says, else the settings."""
    return int(item.kept_percent or current()[EVALUATING.key]["percent"])


def body(record: Record, version: AgreementVersion) -> list[Node]:
    """The text, what is covered and promised, and the lines to sign on."""
    item = record.item
    made = blocks(item.terms)
    if not item.is_default:
        rows = Cover.objects.filter(version=version).select_related("service").order_by("pk")
        names = [f"{row.service.title}: {row.component}" if row.component else row.service.title for row in rows]
        everything = _("All services that this customer uses.") if item.type == "sla" else "–"
        made += [nodes.heading(_("Covers")), *(nodes.paragraph(name) for name in names or [everything])]
    made += [nodes.heading(_("Support hours")), *map(nodes.paragraph, support.in_words(version.calendar))]
    lines = [line for line in grid.lines(grid.as_sent(version.targets)) if any(cell.value for cell in line.cells)]
    if lines:
        head = [_("For"), _("Priority"), _("First response, minutes"), _("Resolution, minutes")]
        body = [[capfirst(line.kind), line.priority, *(cell.value or "–" for cell in line.cells)] for line in lines]
        made += [nodes.heading(_("Targets")), nodes.table([head, *body])]
    if version.promises:
        promised = [list(wording.promise(row)) for row in version.promises]
        made += [nodes.heading(_("What else is promised")), nodes.table([[_("What"), _("Promised")], *promised])]
    if version.excluded:
        without = [list(wording.exclusion(row)) for row in version.excluded]
        made += [nodes.heading(_("What does not count")), nodes.table([[_("What"), _("For")], *without])]
    texts = (
        (_("How it is measured"), item.measuring),
        (_("More on exclusions"), item.exclusions),
    )
    for title, text in texts:
        if text:
            made += [nodes.heading(title), *blocks(text)]
    made += _reporting(record, version)
    if item.is_default:
        return made
    return [*made, nodes.heading(_("Signatures")), nodes.table(_signatures(version)) | {"whole": True}]


def _reporting(record: Record, version: AgreementVersion) -> list[Node]:
    """Which reports are promised, in words and in days, and that the evaluation is read by the customer."""
    promised = [" ".join(wording.promise(row)) for row in version.promises if row["kind"] == "reporting"]
    made = blocks(record.item.reporting) if record.item.reporting else []
    made += [nodes.paragraph(line) for line in promised]
    if not made:
        made = [nodes.paragraph(_("No report is promised."))]
    if record.item.type == "sla":
        made.append(nodes.paragraph(_("Each evaluation that is confirmed is read by the customer in the portal.")))
    return [nodes.heading(_("Reporting")), *made]


def _signatures(version: AgreementVersion) -> list[list[str]]:
    signed = {row.side: row for row in Signature.objects.filter(version=version)}
    rows = [[_("Side"), _("Name"), _("Function"), _("Day")]]
    for side, label in (("ours", _("For us")), ("theirs", _("For the other party"))):
        row = signed.get(side)
        rows.append([label, *([row.name, row.function, days.day(row.signed_on)] if row else [" ", " ", " "])])
    return rows
