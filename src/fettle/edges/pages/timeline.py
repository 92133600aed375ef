"""A record's entries as items of its timeline: messages, notes, and everything else in the words of its facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from fettle.edges.pages import addresses, files, values
from fettle.edges.pages.records import Event, Message, Timeline
from fettle.facilities.discussion import queries as discussion
from fettle.facilities.discussion.facts import FileAdded, Noted, Replied
from fettle.facilities.links import queries as links
from fettle.facilities.links import relations
from fettle.facilities.links.facts import Between
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences
from fettle.kernel.assembly import assembly
from fettle.kernel.history.facts import Fact
from fettle.kernel.history.models import Entry
from fettle.kernel.history.timeline import changes_for, timeline, told_elsewhere
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import EVERYONE, STAFF, whole

PAGE = 30
BEHIND = "timeline.behind"
"""The slot for what an entry came from: functions of an actor, a record and ids of entries that give (id → address)."""
SHOWS = ("messages", "notes", "changes")
BESIDE = "record.message"
"""The slot for what may be done with a message: functions of actor and record that give its words and the address that
the message's id ends, or None.
"""
CHANNELS = {"mail": _l("by e-mail"), "api": _l("by another system"), "job": _l("by itself"), "link": _l("by a link")}
ICONS = {
    "registered": "plus",
    "assigned": "user-plus",
    "taken": "hand-stop",
    "started": "player-play",
    "paused": "player-pause",
    "resumed": "player-play",
    "resolved": "circle-check",
    "closed": "lock",
    "reopened": "rotate",
    "prioritised": "flag",
    "escalated": "arrow-big-up",
    "handed_over": "arrows-exchange",
    "taken_back": "rotate",
    "merged_into": "arrow-merge",
    "took_in": "arrow-merge",
    "unmerged": "arrows-split",
    "let_go": "arrows-split",
    "split_from": "arrows-split",
    "split_into": "arrows-split",
}


def shown(actor: Actor, record: Record, show: str = "", before: str = "", talks: bool = True) -> Timeline:
    """The newest entries, or those older than the entry ``before``; ``show`` is one of messages, notes, changes."""
    entries = timeline(actor, record)
    if show in SHOWS:
        entries = entries.filter(_kept(show))
    if (at := whole(before)) and (edge := timeline(actor, record).filter(seq=at).first()):
        same = Q(happened_at=edge.happened_at, seq__lt=edge.seq)
        entries = entries.filter(Q(happened_at__lt=edge.happened_at) | same)
    rows = list(entries[: PAGE + 1])
    page = addresses.of(record)
    wanted = f"show={show}&" if show in SHOWS else ""
    return Timeline(
        items(actor, record, rows[:PAGE]),
        _filters(actor, record, show) if talks else [],
        f"{page}/timeline?{wanted}before={rows[PAGE - 1].seq}" if len(rows) > PAGE else "",
        _("Newest first"),
        f"{page}/live?after={record.version}",
    )


def _kept(show: str) -> Q:
    """The condition of a filter. What rooms say as a message or a note is one."""
    messages = [fact.name for fact in assembly().facts if issubclass(fact, Replied)]
    notes = [fact.name for fact in assembly().facts if issubclass(fact, Noted)]
    if show == "changes":
        return ~Q(fact__in=(*messages, *notes))
    return Q(fact__in=messages if show == "messages" else notes)


def since(actor: Actor, record: Record, seq: int) -> QuerySet[Entry]:
    """What came after an entry, newest first."""
    return timeline(actor, record).filter(seq__gt=seq)


def newest_public(record: Record, entries: Iterable[Entry]) -> int:
    """The number of the newest entry that everybody on the record may read."""
    return max((entry.seq for entry in entries if entry.audience == EVERYONE), default=0)


def items(actor: Actor, record: Record, entries: Sequence[Entry]) -> list[Message | Event]:
    """Entries as the page draws them. A query for the comments, and one for each sort of thing that changes name."""
    kind = record.declared
    told = [(entry, entry.said(), {} if entry.seq == 1 else changes_for(actor, record, entry)) for entry in entries]
    texts = _comments(actor, record, (getattr(fact, "comment", 0) for _e, facts, _c in told for fact in facts))
    others = links.named(actor, (fact.other for _e, facts, _c in told for fact in facts if isinstance(fact, Between)))
    names = values.names_in(actor, kind, [changes for _e, _f, changes in told])
    staff = STAFF in audiences(actor, record)
    behind = _behind(actor, record, entries) if staff else {}
    ways = [way for slot in assembly().slots.get(BESIDE, ()) if (way := slot(actor, record))]
    made: list[Message | Event] = []
    for entry, facts, changes in told:
        spoken = next((fact for fact in facts if isinstance(fact, (Replied, Noted))), None)
        if spoken is not None:
            made.append(_message(entry, spoken, texts.get(spoken.comment), behind.get(entry.pk, ""), ways))
            facts = [fact for fact in facts if fact is not spoken and not isinstance(fact, FileAdded)]
        if facts:
            key, rows = _id(entry, "c" if spoken else "e"), values.changed(kind, changes, names, facts)
            source = _source(entry) if staff else ()
            said = _sentence(entry, facts, others)
            link = "" if spoken else behind.get(entry.pk, "")
            made.append(Event(key, entry.happened_at, said, _icon(facts), rows, source, link))
    return made


def _behind(actor: Actor, record: Record, entries: Sequence[Entry]) -> dict[int, str]:
    """Where what came by mail is seen as it came. Nothing is asked where nothing did."""
    by_mail = [entry.pk for entry in entries if entry.channel == "mail"]
    found: dict[int, str] = {}
    for slot in assembly().slots.get(BEHIND, ()) if by_mail else ():
        found |= slot(actor, record, by_mail)
    return found


def _source(entry: Entry) -> list[tuple[str, str]]:
    """What another system said beside what we keep in our own columns, by its own names."""
    return [(name, str(value)) for name, value in told_elsewhere(entry).items()]


def _comments(actor: Actor, record: Record, ids: Iterable[int]) -> dict[int | None, Any]:
    """The comments of these entries with their files, as far as the actor may read them."""
    wanted = {pk for pk in ids if pk}
    if not wanted:
        return {}
    found: dict[int | None, Any] = {
        comment.pk: comment for comment in discussion.comments(actor, record).filter(pk__in=wanted)
    }
    for comment in found.values():
        comment.shown_files = []
    for file in discussion.attachments(actor, record).filter(comment__in=list(found.values())):
        found[file.comment_id].shown_files.append(shown_file(actor, record, file))
    return found


def shown_file(actor: Actor, record: Record, file: Any) -> dict[str, str]:
    """An attachment as components/file.html draws it."""
    address, kind = discussion.address(file), discussion.preview(file)
    return {
        "name": file.name,
        "url": f"{address}?show" if kind else address,
        "size": filesizeformat(file.file.size),
        "shown": kind,
        "away": files.away(actor, record, file),
    }


def _message(
    entry: Entry, fact: Replied | Noted, comment: Any, link: str, ways: Iterable[tuple[str, str]] = ()
) -> Message:
    text = comment.text if comment else str(_("This text was erased."))
    form: Any = "note" if isinstance(fact, Noted) else "message"
    return Message(
        _id(entry, "e"),
        entry.who,
        entry.happened_at,
        text,
        line=" · ".join(filter(None, (getattr(fact, "headline", ""), _line(entry)))),
        ours=getattr(fact, "by_staff", False),
        files=comment.shown_files if comment else (),
        form=form,
        quoted=comment.quoted if comment else "",
        link=link,
        ways=[(label, f"{url}{comment.pk}") for label, url in ways] if comment and form == "message" else (),
    )


def _sentence(entry: Entry, facts: Sequence[Fact], others: Mapping[int, Record]) -> SafeString:
    """ "Ana Ruiz changed the priority: “exam in an hour”"."""
    words = get_text_list(list(dict.fromkeys(fact.says() for fact in facts)), _("and"))
    if linked := [_linked(fact, others) for fact in facts if isinstance(fact, Between)]:
        return format_html("<b>{}</b> {} {}", entry.who, words, format_html_join(" ", "{}", ((one,) for one in linked)))
    quoted = list(dict.fromkeys(text for fact in facts for text in fact.quoted))
    said = format_html("<b>{}</b> {}", entry.who, words)
    return format_html(_("{said}: “{quoted}”"), said=said, quoted="; ".join(quoted)) if quoted else said


def _linked(fact: Between, others: Mapping[int, Record]) -> SafeString:
    """ "caused by CHG-000311", as far as the reader may see that record."""
    record = others.get(fact.other)
    relation = relations.label_of(fact.relation) if fact.relation in relations.BY_EITHER else fact.relation
    if record is None:
        return format_html("({})", relation)
    return format_html('({} <a class="x-number" href="{}">{}</a>)', relation, addresses.of(record), record.number)


def _line(entry: Entry) -> str:
    return "" if entry.channel == "screen" else str(CHANNELS.get(entry.channel, entry.channel))


def _id(entry: Entry, letter: str) -> str:
    return f"{letter}{entry.seq}"


def _icon(facts: Sequence[Fact]) -> str:
    return next((ICONS[word] for fact in facts if (word := fact.name.rpartition(".")[2]) in ICONS), "point")


def _filters(actor: Actor, record: Record, show: str) -> list[tuple[str, str, bool]]:
    labels = [("", _("All")), ("messages", _("Messages")), ("notes", _("Notes")), ("changes", _("Changes"))]
    if STAFF not in audiences(actor, record):
        labels = [each for each in labels if each[0] != "notes"]
    page = addresses.of(record)
    current = show if show in SHOWS else ""
    return [
        (str(label), f"{page}?show={key}#timeline-title" if key else f"{page}#timeline-title", key == current)
        for key, label in labels
    ]
