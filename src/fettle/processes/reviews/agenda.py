"""The agenda of a review, as it fills itself: the figures of the organisation since the last one, records behind some
of them, and what stands on every agenda. Both sides read it: what is left to do of the last review is for staff.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.edges.pages import wording
from fettle.kernel.access.actor import Actor, Channel
from fettle.kernel.access.actor import Scope as Sight
from fettle.kernel.access.read import visible
from fettle.kernel.assembly import assembly
from fettle.kernel.figures import Figure, Period, Reading, Scope
from fettle.kernel.records.models import Record
from fettle.processes.reviews import queries
from fettle.processes.reviews.definitions import codes, holding

PARTS = "review.agenda"
"""The slot for what else stands on an agenda: functions of an actor, the relationship and the period since the last
review, giving (heading, its first lines, how many there are). A line is a record with its words, or words alone about
what both sides know already.
"""
FIRST_DAYS = 365
"""What the first review looks back on."""
MARKED = re.compile(r"([\\`*_\[\]<>#|~])")


def written(actor: Actor, relationship: Record) -> str:
    """In Markdown, in the reader's language."""
    settled, last = holding(relationship), queries.last_held(relationship)
    period = _period(last)
    scope = Scope(actor, relationship.organisation.path)
    read = {figure.code: (figure, figure.compute(period, scope)) for figure in _figures(settled)}
    since = wording.day(timezone.localtime(period.start))
    parts = [_("## Since %(day)s") % {"day": since} + "\n\n" + _numbers(settled, read)]
    theirs = _theirs(relationship)
    parts += [part for code in codes(settled["listed"]) if (part := _records(actor, theirs, *read[code]))]
    for slot in assembly().slots.get(PARTS, ()):
        parts += [_part(theirs, *part) for part in slot(actor, relationship, period)]
    parts += [settled["agenda"]] if settled["agenda"] else []
    return "\n\n".join(parts)


def _figures(settled: dict[str, Any]) -> list[Figure]:
    wanted = dict.fromkeys([*codes(settled["figures"]), *codes(settled["listed"])])
    known = {figure.code: figure for figure in assembly().figures}
    return [known[code] for code in wanted if code in known]


def _period(last: Record | None) -> Period:
    """Since the day on which the last one was held; at least an hour."""
    now = timezone.now()
    if last is None:
        return Period(now - timedelta(days=FIRST_DAYS), now)
    start = timezone.make_aware(datetime.combine(last.item.held_on, time()))
    return Period(min(start, now - timedelta(hours=1)), now)


def _numbers(settled: dict[str, Any], read: dict[str, tuple[Figure, Reading]]) -> str:
    lines = [
        f"- {read[code][0].label}: {_said(*read[code])}"
        for code in codes(settled["figures"])
        if code in read and _tells(read[code][1])
    ]
    return "\n".join(lines) or _("No figure is chosen.")


def _tells(reading: Reading) -> bool:
    """What had no source for this organisation says nothing: a supplier has no tickets, a customer delivers nothing."""
    return reading.value is not None or bool(reading.because)


def _said(figure: Figure, reading: Reading) -> str:
    if reading.value is None:
        return str(reading.because)
    return f"{wording.number(reading.value)} {figure.unit}".strip()


def _theirs(relationship: Record) -> Actor:
    """Whoever represents the party, and reads the agenda: what they may not read stands there without its title."""
    role = assembly().role_by_key["representative"]
    scope = Sight(relationship.organisation.path, role.permissions, role.staff, role=role.key)
    return Actor(None, "", Channel.JOB, (scope,))


def _records(actor: Actor, theirs: Actor, figure: Figure, reading: Reading) -> str:
    ids = reading.records()
    found = visible(actor).filter(pk__in=ids).order_by("-opened_at", "-pk")
    rows = list(found.values_list("pk", "number", "title")[: queries.LISTED])
    if not rows:
        return ""
    told = set(visible(theirs).filter(pk__in=[pk for pk, _number, _title in rows]).values_list("pk", flat=True))
    lines = [f"- {number} {plain(title)}" if pk in told else f"- {number}" for pk, number, title in rows]
    if len(ids) > len(rows):
        lines.append("- " + _("and %(count)s more") % {"count": len(ids) - len(rows)})
    return f"## {figure.label}\n\n" + "\n".join(lines)


def _part(theirs: Actor, title: str, lines: Sequence[tuple[Record | None, str]], count: int) -> str:
    told = set(visible(theirs).filter(pk__in=[row.pk for row, _words in lines if row]).values_list("pk", flat=True))
    said = []
    for row, words in lines:
        number = [row.number] if row else []
        said.append("- " + " ".join([*number, plain(words)] if row is None or row.pk in told else number))
    if count > len(lines):
        said.append("- " + _("and %(count)s more") % {"count": count - len(lines)})
    return f"## {title}\n\n" + "\n".join(said)


def plain(text: str) -> str:
    """A title as Markdown that says just that."""
    return MARKED.sub(r"\\\1", " ".join(text.split()))
