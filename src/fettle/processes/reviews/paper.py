"""A review on paper (PR7.O2, PR8.O2): agenda, minutes, and what follows from it."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fettle.edges.pages import press, wording
from fettle.edges.pages.page import actor_of
from fettle.edges.papers.typeset import blocks
from fettle.facilities.tasks import queries as steps
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences, get
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.processes.reviews.agenda import plain
from fettle.processes.reviews.records import REVIEW


@require_GET
def printed(request: HttpRequest, number: str) -> HttpResponse:
    """The review as PDF."""
    actor = actor_of(request)
    return on_paper(actor, get(actor, number, REVIEW))


def on_paper(actor: Actor, record: Record) -> HttpResponse:
    """As it stands; before it is held that is the agenda alone."""
    data = json.dumps(_data(actor, record))
    body = press.printed("fettle.edges.papers", "paper.typ", {"data": data})
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{record.number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _data(actor: Actor, record: Record) -> dict[str, Any]:
    foot = _("%(number)s. Printed on %(day)s; what holds stands in Fettle.")
    return {
        "language": (get_language() or "en").partition("-")[0],
        "title": record.title,
        "organisation": record.organisation.name,
        "facts": [[str(name), str(value)] for name, value in _facts(record)],
        "blocks": blocks(_text(actor, record)),
        "foot": foot % {"number": record.number, "day": wording.day(timezone.localtime())},
        "page": pgettext("page 1 of 2", "Page {1} of {2}"),
    }


def _facts(record: Record) -> list[tuple[Any, Any]]:
    item = record.item
    return [
        (_("Review"), record.number),
        (_("Status"), record.declared.flow.by_state[record.state].label),
        (_("Planned for"), wording.day(item.planned_on)),
        (_("Held on"), wording.day(item.held_on) if item.held_on else "–"),
        (_("Led by"), record.assignee.name if record.assignee else "–"),
        (_("Who takes part"), " ".join(item.participants.split()) or "–"),
    ]


def _text(actor: Actor, record: Record) -> str:
    """Agenda, minutes and, for staff, the steps; each below a heading of its own."""
    parts = [(_("Agenda"), record.item.agenda), (pgettext("a review", "Minutes"), record.item.minutes)]
    if STAFF in audiences(actor, record):
        parts.append((_("What follows from it"), "\n".join(map(_step, steps.steps(record)))))
    return "\n\n".join(f"# {title}\n\n{text}" for title, text in parts if text)


def _step(row: Any) -> str:
    owner = row.person or row.team
    said = [plain(row.title), plain(owner.name) if owner else ""]
    said += [wording.day(timezone.localtime(row.due_at)) if row.due_at else "", row.get_state_display()]
    return "- " + " · ".join(word for word in said if word)
