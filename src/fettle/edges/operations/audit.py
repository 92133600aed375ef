"""The audit log: every entry that the reader may see, also what was withdrawn since; filtered and exported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice

from django.db.models import Q, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from fettle.edges.pages import addresses, values
from fettle.edges.pages.lists import Cell, Column, Row, Table
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences, visible
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import Invalid
from fettle.kernel.history.facts import Change, Fact
from fettle.kernel.history.models import Entry, having
from fettle.kernel.history.timeline import changes_for
from fettle.kernel.orgs.models import Person
from fettle.kernel.records import numbers
from fettle.kernel.records.values import Day
from fettle.kernel.settings.models import Setting
from fettle.kernel.settings.read import one_reading
from fettle.kernel.settings.register import REGISTER

SEE = "audit.see"
JOINS = ("record__organisation", "record__team", "actor", "on_behalf_of", "withdrawn")
MOST_EXPORTED = 100_000
HEAD = (
    *("recorded_at", "happened_at", "record", "seq", "actor", "on_behalf_of", "channel", "origin"),
    *("facts", "words", "changes"),
)
AT_ONCE = 500
MOST_SHOWN = 12
"""Changes of one entry that the page shows; the export and the history of the record have all of them."""
LONGEST = 300
"""Characters of one of them on the page."""
SUBJECTS = ("label", "before__member", "after__member", "before__mail", "after__mail", "before__name", "after__name")
"""Where an entry of the register says whom it is about."""


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
        found = having(found, asked.fact)
    if asked.first:
        found = found.filter(recorded_at__gte=asked.first)
    if asked.until:
        found = found.filter(recorded_at__lt=asked.until)
    if asked.words:
        found = found.filter(_about(actor, asked.words))
    return found


def _about(actor: Actor, words: str) -> Q:
    """By a number: what happened to that record. By a name: who did it or had it done, the record of that title, and in
    the register the person, team or organisation, also by an address and by what somebody was called at the time.
    """
    number = numbers.guessed(words)
    if number and number.partition("-")[0] in assembly().kind_by_prefix:
        return Q(record__number=number)
    people = list(Person.objects.filter(Q(name__icontains=words) | Q(mail__iexact=words)).values_list("pk", flat=True))
    by = Q(actor__in=people) | Q(on_behalf_of__in=people) | Q(actor_label__icontains=words)
    told = Q(facts__0__data__subject__in=[f"person:{pk}" for pk in people])
    for place in SUBJECTS:
        told |= Q(**{f"facts__0__data__{place}__icontains": words})
    register = Setting.objects.filter(key=REGISTER.key).values("pk")
    titled = visible(actor).filter(title__icontains=words).values("pk")
    return by | Q(record__in=titled) | Q(record__in=register) & told


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
    """A fact in words, with the reason that somebody gave."""
    reason = fact.because if "reason" in fact.quotes else ""
    return f"{fact.says()}: {reason}" if reason else fact.says()


def changes(actor: Actor, shown: Sequence[Entry]) -> list[list[Change]]:
    """What each of the entries changed, in words: columns, and what their facts say."""
    changed = {entry.pk: changes_for(actor, entry.record, entry) for entry in shown}
    kinds = {entry.record.kind: entry.record.declared for entry in shown}.values()
    of_kind = [(kind, [changed[entry.pk] for entry in shown if entry.record.kind == kind.key]) for kind in kinds]
    names = values.names_among(actor, of_kind)
    return [
        values.changed(entry.record.declared, changed[entry.pk], names[entry.record.kind], entry.said())
        for entry in shown
    ]


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
    made = [_row(entry, changed) for entry, changed in zip(shown, changes(actor, shown), strict=True)]
    return Table(_("Audit log"), columns, made)


def _row(entry: Entry, changed: Sequence[Change]) -> Row:
    short = [Truncator(change).chars(LONGEST) for change in in_words(changed[:MOST_SHOWN])]
    if (more := len(changed) - MOST_SHOWN) > 0:
        short.append(_("and %(count)s more") % {"count": more})
    cells = [
        Cell("full", entry.recorded_at),
        Cell("link", entry.record.number, url=addresses.of(entry.record)),
        Cell("text", who(entry)),
        Cell("text", told(entry)),
        Cell("text", "; ".join(short)),
    ]
    return Row(str(entry.pk), cells)


def in_words(changed: Iterable[Change]) -> list[str]:
    """`Phone: – → 0171 555`."""
    return [f"{label}: {old or '–'} → {new or '–'}" for label, old, new in changed]


def export(actor: Actor, asked: Asked) -> Iterator[list[str | int | float]]:
    """The log as rows of a table, at most 100,000, newest first, with all that the page says and nothing cut."""
    yield list(HEAD)
    found = entries(actor, asked)[:MOST_EXPORTED].iterator(chunk_size=AT_ONCE)
    while some := list(islice(found, AT_ONCE)):
        with one_reading():
            shown = readable(actor, some)
            rows: list[list[str | int | float]] = [
                [*_line(*each)] for each in zip(shown, changes(actor, shown), strict=True)
            ]
        yield from rows


def _line(entry: Entry, changed: Sequence[Change]) -> tuple[str | int, ...]:
    return (
        entry.recorded_at.isoformat(),
        entry.happened_at.isoformat(),
        entry.record.number,
        entry.seq,
        entry.who,
        entry.on_behalf_of.name if entry.on_behalf_of else "",
        entry.channel,
        entry.origin,
        " ".join(stored["name"] for stored in entry.facts),
        told(entry),
        "; ".join(in_words(changed)),
    )
