"""The audit log: every entry that the reader may see, also what was withdrawn since; filtered and exported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from fettle.edges.pages import addresses, values
from fettle.edges.pages.lists import Cell, Column, Row, Table
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences, visible
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import Invalid
from fettle.kernel.history.facts import Fact
from fettle.kernel.history.models import Entry
from fettle.kernel.history.timeline import changes_for
from fettle.kernel.records import numbers
from fettle.kernel.records.values import Day
from fettle.kernel.settings import wording
from fettle.kernel.settings.facts import RegisterChanged

SEE = "audit.see"
JOINS = ("record__organisation", "record__team", "actor", "on_behalf_of", "withdrawn")
MOST_EXPORTED = 100_000
HEAD = ("recorded_at", "happened_at", "record", "seq", "actor", "on_behalf_of", "channel", "origin", "facts", "changes")


@dataclass(frozen=True)
class Asked:
    """What the reader filters by: words (a number, a name), a fact, the first and the last day recorded."""

    words: str = ""
    fact: str = ""
    first: datetime | None = None
    until: datetime | None = None

    @classmethod
    def of(cls, actor: Actor, given: Mapping[str, str]) -> Asked:
        """From a query string. Raises Invalid for a day that is none; an unknown fact finds nothing."""
        days = {}
        for name in ("from", "to"):
            try:
                day = Day().clean(given[name], actor) if given.get(name) else None
            except ValueError as problem:
                raise Invalid({name: str(problem)}) from None
            days[name] = datetime.combine(day, time.min, actor.tzinfo) if day else None
        until = days["to"] + timedelta(days=1) if days["to"] else None
        return cls(given.get("q", "").strip()[:200], given.get("fact", "")[:100], days["from"], until)


def entries(actor: Actor, asked: Asked) -> QuerySet[Entry]:
    """The entries, newest recorded first."""
    found = Entry.everything.filter(record__in=visible(actor)).select_related(*JOINS).order_by("-recorded_at", "-pk")
    if asked.fact:
        found = found.filter(fact=asked.fact)
    if asked.first:
        found = found.filter(recorded_at__gte=asked.first)
    if asked.until:
        found = found.filter(recorded_at__lt=asked.until)
    if asked.words:
        number = numbers.guessed(asked.words)
        named = Q(actor__name__icontains=asked.words) | Q(actor__mail__iexact=asked.words)
        found = found.filter(Q(record__number=number) if number else named | Q(actor_label__icontains=asked.words))
    return found


def readable(actor: Actor, rows: Iterable[Entry]) -> list[Entry]:
    """Without those whose words are not for this reader."""
    return [entry for entry in rows if entry.audience in audiences(actor, entry.record)]


def facts() -> list[tuple[str, str]]:
    """Every fact that can happen, by name, with its words."""
    return sorted((fact.name, f"{fact.name}: {fact.words}") for fact in assembly().facts)


def who(entry: Entry) -> str:
    """Who did it, and for whom."""
    return f"{entry.who} ({_('for %(name)s') % {'name': entry.on_behalf_of.name}})" if entry.on_behalf_of else entry.who


def told(entry: Entry) -> str:
    """What happened, in the words of its facts; and that it counts no more, where that is so."""
    words = ", ".join(map(_said, entry.said()))
    return f"{words} ({_('withdrawn')})" if hasattr(entry, "withdrawn") else words


def _said(fact: Fact) -> str:
    """A fact in words, with the reason that somebody gave; a change of the register with what and whom it changed."""
    if isinstance(fact, RegisterChanged):
        return f"{fact.label}: {wording.what(fact)}"
    reason = fact.because if "reason" in fact.quotes else ""
    return f"{fact.words or fact.name}: {reason}" if reason else str(fact.words or fact.name)


def table(actor: Actor, rows: Sequence[Entry]) -> Table:
    """A page of the log."""
    columns = [
        Column(_("Recorded"), "name"),
        Column(_("Record"), "number"),
        Column(_("Who"), "text"),
        Column(_("What happened")),
        Column(_("Changes")),
    ]
    shown = readable(actor, rows)
    changes = {entry.pk: changes_for(actor, entry.record, entry) for entry in shown}
    names = {
        kind.key: values.names_in(actor, kind, [changes[entry.pk] for entry in shown if entry.record.kind == kind.key])
        for kind in {entry.record.kind: entry.record.declared for entry in shown}.values()
    }
    made = [
        _row(entry, values.changed(entry.record.declared, changes[entry.pk], names[entry.record.kind]))
        for entry in shown
    ]
    return Table(_("Audit log"), columns, made)


def _row(entry: Entry, changed: Sequence[tuple[str, str, str]]) -> Row:
    register = [fact for fact in entry.said() if isinstance(fact, RegisterChanged)]
    rows = [*changed, *(change for fact in register for change in wording.changes(fact))]
    words = "; ".join(f"{label}: {old or '–'} → {new or '–'}" for label, old, new in rows)
    cells = [
        Cell("full", entry.recorded_at),
        Cell("link", entry.record.number, url=addresses.of(entry.record)),
        Cell("text", who(entry)),
        Cell("text", told(entry)),
        Cell("text", Truncator(words).chars(300)),
    ]
    return Row(str(entry.pk), cells)


def export(actor: Actor, asked: Asked) -> Iterator[list[str | int | float]]:
    """The log as rows of a table, at most 100,000, newest first, with the values as they are stored."""
    yield list(HEAD)
    for entry in entries(actor, asked)[:MOST_EXPORTED].iterator(chunk_size=500):
        if entry.audience not in audiences(actor, entry.record):
            continue
        changes = "; ".join(
            f"{name}: {old} → {new}" for name, (old, new) in changes_for(actor, entry.record, entry).items()
        )
        names = " ".join(stored["name"] for stored in entry.facts)
        behalf = entry.on_behalf_of.name if entry.on_behalf_of else ""
        times = (entry.recorded_at.isoformat(), entry.happened_at.isoformat())
        yield [*times, entry.record.number, entry.seq, entry.who, behalf, entry.channel, entry.origin, names, changes]
