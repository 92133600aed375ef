"""The review of a major incident on paper: what the entries say of it, and what was found (PR9.O3)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fettle.edges.pages import press, wording
from fettle.edges.pages.page import actor_of
from fettle.edges.papers.typeset import blocks
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences, get
from fettle.kernel.errors import NotSeen
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import in_order
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.kernel.settings.choices import label_of
from fettle.processes.incidents import leading, reviewing
from fettle.processes.incidents.facts import ReviewedMajor, ReviewWritten
from fettle.processes.incidents.records import INCIDENT

WROTE = (ReviewedMajor.name, ReviewWritten.name)


@require_GET
def review(request: HttpRequest, number: str) -> HttpResponse:
    """The report as PDF."""
    actor = actor_of(request)
    return on_paper(actor, get(actor, number, INCIDENT))


def on_paper(actor: Actor, record: Record) -> HttpResponse:
    """The review as it stands, a draft too. Raises NotSeen for whoever is not staff here, and where there is none."""
    if STAFF not in audiences(actor, record) or not record.item.review:
        raise NotSeen(_("There is no review of %(number)s to print.") % {"number": record.number})
    response = HttpResponse(write(record, in_order(record)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{record.number}-review.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def write(record: Record, entries: Sequence[Entry]) -> bytes:
    """Raises NotBuilt when the fonts are not there yet."""
    return press.printed("fettle.edges.papers", "paper.typ", {"data": json.dumps(_data(record, entries))})


def _data(record: Record, entries: Sequence[Entry]) -> dict[str, Any]:
    foot = _("Review of %(number)s. Printed on %(day)s; what holds stands in Fettle.")
    return {
        "language": (get_language() or "en").partition("-")[0],
        "title": record.title,
        "organisation": record.organisation.name,
        "facts": [[str(name), str(value)] for name, value in _facts(record, entries)],
        "blocks": blocks(record.item.review),
        "foot": foot % {"number": record.number, "day": wording.day(timezone.localtime())},
        "page": pgettext("page 1 of 2", "Page {1} of {2}"),
    }


def _facts(record: Record, entries: Sequence[Entry]) -> list[tuple[Any, Any]]:
    wrote = list(dict.fromkeys(entry.who for entry in entries if entry.fact in WROTE))
    finished = next((entry for entry in reversed(entries) if entry.fact == ReviewedMajor.name), None)
    stands = wording.day_and_clock(timezone.localtime(finished.happened_at)) if finished else _("Draft")
    rows = [
        (_("Major incident"), record.number),
        (_("Criterion"), label_of("incidents.major", record.item.major_criterion)),
        (_("Review finished"), stands),
        (_("Written by"), ", ".join(wrote) or "–"),
    ]
    rows += [(role, person.name) for role, person in leading.led_by(record.item.leads)]
    return rows + reviewing.figures(reviewing.course(entries, timezone.now()))
