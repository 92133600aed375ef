"""What satisfaction puts into pages of other rooms; named in ``site/assembly.py``."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.edges.pages import addresses, wording
from fettle.facilities.relationships.queries import is_relationship
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import audiences, visible
from fettle.kernel.figures import Period, Scope
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.kernel.settings.read import current
from fettle.processes.incidents.queries import DESK
from fettle.processes.surveys import figures, queries
from fettle.processes.surveys.asking import REASONS
from fettle.processes.surveys.definitions import HANDLING_KEY
from fettle.processes.surveys.records import FOLLOW_UP, SURVEY
from fettle.processes.surveys.workflow import READ

YEAR, SHOWN = timedelta(days=365), 10
DESKS = frozenset(kind.key for kind in DESK)


def of_record(actor: Actor, record: Record) -> dict[str, Any] | None:
    """The rating of what somebody asked for, the results of a survey, the satisfaction of a customer."""
    if record.kind in DESKS:
        return None if record.is_open and record.state != "resolved" else _rated(actor, record)
    if record.kind == SURVEY.key:
        return _surveyed(actor, record)
    if record.kind == FOLLOW_UP.key:
        return _followed(actor, record)
    if is_relationship(record.declared) and record.kind == "customer" and STAFF in audiences(actor, record):
        return _of_customer(actor, record)
    return None


def _rated(actor: Actor, record: Record) -> dict[str, Any] | None:
    found = queries.rating(actor, record)
    if found is None:
        return None
    word = queries.word(found.score) if found.score else ""
    why = REASONS.get(found.invitation.reason, "")
    return {"template": "surveys/rating.html", "rating": found, "word": word, "why": why, "record": record}


def _followed(actor: Actor, record: Record) -> dict[str, Any] | None:
    """What is followed up, for whoever may read it or is to speak with them: where it stands, and what was written."""
    about, person = record.item.about, record.item.person_id
    if about is None or not (record.assignee_id == actor.person_id or may(actor, READ, record)):
        return None
    seen = visible(actor).filter(pk=about.pk).exists()
    texts = queries.written(about, person)
    url = addresses.of(about) if seen else ""
    return {"template": "surveys/followed.html", "about": about, "url": url, "texts": texts}


def _surveyed(actor: Actor, record: Record) -> dict[str, Any] | None:
    mine = queries.invitation(record, actor.person_id)
    answers = queries.is_open(mine) and record.is_open
    reads = may(actor, READ, record) and bool(record.item.asked)
    if not answers and not reads:
        return None
    done, of = queries.turnout(record) if reads else (0, 0)
    states = {}
    follow_ups = queries.of_record(actor, record, SHOWN) if reads else []
    for row in follow_ups:
        states = row.declared.flow.by_state
    enough = of >= current()[HANDLING_KEY]["smallest"]
    return {
        "template": "surveys/results.html",
        "reads": reads,
        "results": queries.results(record) if reads else [],
        "done": done,
        "of": of,
        "share": f"{round(100 * done / of)} %" if of and enough else "",
        "follow_ups": [(row, states[row.state]) for row in follow_ups],
        "address": f"/ratings/{record.number}" if answers else "",
    }


def _of_customer(actor: Actor, record: Record) -> dict[str, Any] | None:
    now = timezone.now()
    scope, period = Scope(actor, record.organisation.path), Period(now - YEAR, now)
    lines = []
    for figure in figures.SAID_OF_A_CUSTOMER:
        reading = figure.compute(period, scope)
        if reading.value is None and not reading.because:
            return None
        value = None if reading.value is None else f"{wording.number(reading.value)} {figure.unit}".strip()
        lines.append((figure.label, value or str(reading.because)))
    days = (timezone.localdate() - YEAR, timezone.localdate() + timedelta(days=1))
    address = f"/reports/satisfaction?from={days[0].isoformat()}&to={days[1].isoformat()}"
    return {"template": "surveys/of_customer.html", "lines": lines, "address": address, "title": _("Satisfaction")}
