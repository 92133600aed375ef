"""The words of a mail about an entry, in its reader's language and with nothing that is not for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from fettle.edges.notify.definitions import ANYTHING, OUTSIDE, settings_of
from fettle.edges.notify.texts import render
from fettle.edges.notify.wording import BECAUSE
from fettle.edges.pages import addresses
from fettle.edges.pages.wording import day_and_clock
from fettle.facilities.approvals import keys
from fettle.facilities.approvals import queries as approvals
from fettle.facilities.discussion.models import Comment
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences
from fettle.kernel.assembly import assembly
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import EVERYONE, STAFF, Text
from fettle.kernel.settings.read import current

LONGEST_QUOTE = 5_000
DECIDE = "{decide}"
LINES = "notify.lines"
"""The slot for lines that a mail brings for its reader alone, such as links to answer by: functions of an entry, the
fact that the rule is about, and a person. A mail with such lines is private.
"""


def mail(entry: Entry, fact: str, who: str, person: Person, actor: Actor) -> dict[str, Any]:
    """Subject and body. ``fact`` is the one that the rule is about, ``who`` what the person is on the record. A mail
    that holds a link to decide is ``private``.
    """
    record = entry.record
    seen = audiences(actor, record)
    reader = "staff" if STAFF in seen else "served"
    with translation.override(person.language):
        values = placeholders(entry, fact, person, reader)
        text = _text(fact, reader, person.language)
        private = who == "approvers" and any(DECIDE in text[line] for line in ("first", "second"))
        if private:
            values["decide"] = _way_to_decide(entry, person)
        lines = [render(text["first"], values), render(text["second"], values)]
        if own := [line for slot in assembly().slots.get(LINES, ()) for line in slot(entry, _plain(fact), person)]:
            lines += ["", *own]
            private = True
        if quoted := "\n\n".join(quotes(entry, seen)):
            lines += ["", _quote(quoted)]
        lines += ["", f"{record.number} {record.title}", values["link"], "", "-- "]
        lines.append(_("You get this because %(why)s.") % {"why": BECAUSE[who]})
        words = {"subject": render(text["subject"], values), "body": "\n".join(lines) + "\n"}
        return {**words, "private": True} if private else words


def outside(entry: Entry, fact: str, name: str) -> dict[str, Any]:
    """Subject and body for a contact without an account: what everybody on the record may read, and no address of a
    page that they could not open. In the language and the time zone of their organisation.
    """
    record, language = entry.record, entry.record.organisation.language
    seen = frozenset({EVERYONE})
    with translation.override(language):
        values = placeholders(entry, fact, None, "served") | {"link": ""}
        text = _own_text(fact, language)
        public = [one for one in entry.said() if one.audience == EVERYONE]
        said = dict.fromkeys([*quotes(entry, seen), *(each for one in public for each in one.quoted)])
        lines = [_("To %(name)s") % {"name": name}, ""] if name else []
        lines += [part for line in ("first", "second") if (part := render(text[line], values).strip())]
        lines += ["", _quote("\n\n".join(said))] if said else []
        lines += ["", f"{record.number} {record.title}", "", "-- "]
        who = {"organisation": record.organisation.name}
        lines.append(_("You get this because you are a contact of %(organisation)s.") % who)
        return {"subject": render(text["subject"], values), "body": "\n".join(lines) + "\n"}


def _own_text(fact: str, language: str) -> dict[str, Any]:
    """The row that somebody wrote for such contacts, else plain words: those for people who sign in speak of pages."""
    rows = current()["notify.texts"]
    for about in (fact, _plain(fact), ANYTHING):
        for spoken in (language, "en"):
            if row := settings_of(rows, fact=about, reader=OUTSIDE, language=spoken):
                return row
    return {"subject": "[{number}] {title}: {state}", "first": "{actor} {did}.", "second": ""}


def line(entry: Entry, fact: str, person: Person, actor: Actor) -> tuple[str, str]:
    """What a digest says of an entry: one line, and what somebody wrote, shortened. In the language that is active."""
    seen = audiences(actor, entry.record)
    reader = "staff" if STAFF in seen else "served"
    words = render(_text(fact, reader, person.language)["first"], placeholders(entry, fact, person, reader))
    return words, " ".join(" ".join(quotes(entry, seen)).split())


def state(record: Record, actor: Actor) -> str:
    """Where a record stands, in its reader's words."""
    return _state(record, "staff" if STAFF in audiences(actor, record) else "served")


def _state(record: Record, reader: str) -> str:
    found = record.declared.flow.by_state[record.state]
    return str((found.public if reader == "served" else "") or found.label)


def _way_to_decide(entry: Entry, person: Person) -> str:
    """A link for this person alone, made for this mail; only its hash is kept here."""
    found = approvals.newest(entry.record)
    return settings.PUBLIC_ADDRESS + f"/a/{keys.make(found, person)}" if found else ""


def placeholders(entry: Entry, fact: str, person: Person | None, reader: str) -> dict[str, str]:
    """What each placeholder stands for. Only fields that everybody on the record may read are among them."""
    record = entry.record
    kind, item = record.declared, record.item
    zone = ZoneInfo(person.settled_zone if person else record.organisation.zone)
    due = day_and_clock(record.due_at.astimezone(zone)) if record.due_at else ""
    rank = kind.by_name["rank"].type.text(record.rank) if "rank" in kind.by_name else str(record.rank)
    return {
        "number": record.number,
        "title": record.title,
        "state": _state(record, reader),
        "kind": str(kind.label),
        "actor": entry.actor.name if entry.actor else _("The service desk"),
        "did": str(assembly().fact_by_name[_plain(fact)].words),
        "requester": _name(getattr(item, "requester", None)),
        "assignee": _name(record.assignee),
        "team": record.team.name if record.team and reader == "staff" else "",
        "service": record.service.title if record.service else "",
        "priority": rank,
        "due": due,
        "reason": _reason(entry, fact),
        "link": settings.PUBLIC_ADDRESS + addresses.short(record),
    }


def quotes(entry: Entry, seen: frozenset[str]) -> Iterator[str]:
    """The messages and long texts of this entry that are for these audiences."""
    ids = [stored["data"]["comment"] for stored in entry.facts if stored.get("data", {}).get("comment")]
    yield from Comment.objects.filter(pk__in=ids, record_id=entry.record_id, audience__in=seen).values_list(
        "text", flat=True
    )
    for field in entry.record.declared.readable(seen):
        if isinstance(field.type, Text) and (new := entry.new(field.name)):
            yield str(new)


def _quote(text: str) -> str:
    """Text only, each line marked, so that no mail program takes it for ours."""
    cut = text[:LONGEST_QUOTE] + (" …" if len(text) > LONGEST_QUOTE else "")
    return "\n".join(f"> {line}".rstrip() for line in cut.splitlines())


def _text(fact: str, reader: str, language: str) -> dict[str, Any]:
    """The row for this fact, else for anything; in this language, else in English."""
    rows = current()["notify.texts"]
    for about in (fact, _plain(fact), ANYTHING):
        for spoken in (language, "en"):
            if row := settings_of(rows, fact=about, reader=reader, language=spoken):
                return row
    return {"subject": "[{number}] {title}: {state}", "first": "{actor} {did}.", "second": "{link}"}


def _reason(entry: Entry, fact: str) -> str:
    return next((told.because for told in entry.said() if told.name == _plain(fact)), "")


def _plain(fact: str) -> str:
    """The name of a fact without its variant."""
    return fact.partition(":")[0]


def _name(person: Person | None) -> str:
    return person.name if person else ""
