"""What the entries say of a major incident, for its review: durations, updates kept and missed, people, the course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.edges.pages import wording
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import in_order
from fettle.kernel.settings.read import current
from fettle.processes.incidents import leading, promises
from fettle.processes.incidents.clocks import DONE, Happened

MOST_LINES = 60
"""Lines of the course that a review begins with; what matters is chosen by whoever writes it."""
LEFT_OUT = frozenset({"incidents.review_written", "incidents.reviewed_major", "incidents.also_reported"})


@dataclass(frozen=True)
class Course:
    """Moments and counts; None for what has not happened."""

    opened_at: datetime
    declared_at: datetime | None
    first_update_at: datetime | None
    restored_at: datetime | None
    kept: int
    missed: int
    reports: int

    @property
    def to_declare(self) -> timedelta | None:
        return self.declared_at - self.opened_at if self.declared_at else None

    @property
    def to_first_update(self) -> timedelta | None:
        """From the declaration on."""
        return self.first_update_at - self.declared_at if self.declared_at and self.first_update_at else None

    @property
    def to_restore(self) -> timedelta | None:
        return self.restored_at - self.opened_at if self.restored_at else None


def course(entries: Sequence[Happened], until: datetime) -> Course:
    """``entries`` in the order of replay. Pure."""
    opened = entries[0].changes.get("opened_at", (None, None))[1]
    begun = datetime.fromisoformat(opened) if opened else entries[0].happened_at
    moments: dict[str, datetime] = {}
    reports, state, restored = 1, None, None
    for entry in entries:
        for stored in entry.facts:
            moments.setdefault(stored["name"], entry.happened_at)
            reports += stored["name"] == "incidents.also_reported"
            if stored["name"] == "incidents.declared_major":
                moments["declared"] = entry.happened_at
        new = entry.changes.get("state", (None, None))[1]
        if new in DONE and state not in DONE:
            restored = entry.happened_at
        elif new is not None and new not in DONE:
            restored = None
        state = new or state
    kept, missed = promises.tally(entries, until)
    return Course(begun, moments.get("declared"), moments.get("incidents.update_sent"), restored, kept, missed, reports)


def begun(actor: Any, record: Any) -> str:
    """The text with which the form of the review begins: what is written already, else the template with the facts."""
    return str(record.item.review or template(record, in_order(record), timezone.now()))


def template(record: Any, entries: Sequence[Entry], now: datetime) -> str:
    """The template of the settings, filled."""
    text = str(current()[leading.RULES.key]["template"])
    said = {"figures": _figures(course(entries, now)), "people": _people(record), "timeline": _timeline(entries)}
    for name, words in said.items():
        text = text.replace("{" + name + "}", words)
    return text


def figures(told: Course) -> list[tuple[str, str]]:
    """The durations and counts in words."""
    promised = told.kept + told.missed
    kept = _("%(kept)s of %(promised)s in time") % {"kept": told.kept, "promised": promised} if promised else _("none")
    return [
        (_("Until it was declared"), _span(told.to_declare)),
        (_("From then until the first update"), _span(told.to_first_update)),
        (_("Updates that were promised"), kept),
        (_("Until service was restored"), _span(told.to_restore)),
        (_("Reports"), str(told.reports)),
    ]


def _figures(told: Course) -> str:
    return "\n".join(f"- {label}: {words}" for label, words in figures(told))


def _people(record: Any) -> str:
    rows = [f"- {role}: {person.name}" for role, person in leading.led_by(record.item.leads)]
    return "\n".join(rows) or "–"


def _timeline(entries: Sequence[Entry]) -> str:
    """One line for each entry that moved it, in the reader's time zone; what is said is quoted by facts alone."""
    lines = []
    for entry in entries:
        facts = [fact for fact in entry.said() if fact.name not in LEFT_OUT]
        if not facts:
            continue
        words = ", ".join(dict.fromkeys(fact.says() for fact in facts))
        quoted = "; ".join(dict.fromkeys(text for fact in facts for text in fact.quoted))
        moment = wording.day_and_clock(timezone.localtime(entry.happened_at))
        lines.append(f"- {moment} {entry.who} {words}" + (f": {quoted}" if quoted else ""))
    return "\n".join(lines[:MOST_LINES])


def _span(span: timedelta | None) -> str:
    return wording.span(int(span.total_seconds())) if span is not None else "–"
