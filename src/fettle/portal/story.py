"""The page of one record as the people on it read it: messages and turns for everybody, nothing of the staff's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from fettle.edges.decisions import drawn
from fettle.edges.pages import addresses
from fettle.edges.pages import files as taking
from fettle.edges.pages.records import Event, Message
from fettle.facilities.approvals import queries as approvals
from fettle.facilities.discussion import queries as talk
from fettle.facilities.discussion.facts import Replied
from fettle.facilities.discussion.models import Attachment, Comment
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.offers import offers
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current
from fettle.portal import forms, queries, words
from fettle.portal.rows import article_rows, deciding_url
from fettle.processes.incidents import custom
from fettle.processes.incidents import queries as incidents
from fettle.processes.knowledge import queries as knowledge
from fettle.processes.surveys import queries as surveys

ICONS = {
    "new": "inbox",
    "ring": "inbox",
    "half": "player-play",
    "pause": "player-pause",
    "done": "circle-check",
    "closed": "check",
    "stop": "x",
}
"""The picture of each shape that a state may have."""

SOLVED = frozenset({"resolved", "closed"})
TALKING = frozenset({"new", "assigned", "in_progress", "waiting", "resolved"})


@dataclass(frozen=True)
class File:
    """A line of components/file.html."""

    name: str
    url: str
    size: str
    away: str = ""


def of(actor: Actor, record: Record) -> dict[str, Any]:
    """The context of the page."""
    files = queries.public_files(actor, record)
    staff = queries.looks_as_staff(actor, record)
    reader_id = record.item.requester_id if staff else actor.person_id
    away = _nowhere if staff else partial(taking.away, actor, record)
    items = _items(actor, record, files, reader_id, away)
    stands = words.standing(record, reader_id)
    return {
        "record": record,
        "status": stands,
        "closes_on": words.closes_on(record),
        "solution": record.item.resolution if record.state in SOLVED else "",
        "question": _question(items) if stands.your_turn else "",
        "spent": _spent(record),
        "goes_on": _goes_on(actor, record),
        "answers": [(capfirst(label), text) for label, text in custom.ordered(record)],
        "files": [shown(file, away) for file in files if file.comment_id is None],
        "items": items,
        "approvals": [(drawn.standing(each), each.ended_at or each.asked_at) for each in approvals.rounds(record)[:1]],
        "decide_url": "" if staff else _to_decide(actor, record),
        "rate_url": "" if staff else _to_rate(actor, record),
        "as_staff": staff,
        "desk_url": addresses.of(record) if staff else "",
        **({} if staff else _possible(actor, record)),
        "articles": [] if staff else _articles(actor, record),
    }


def _to_decide(actor: Actor, record: Record) -> str:
    """Where the reader decides, if they are asked to approve it."""
    return deciding_url(record) if approvals.waiting(actor).filter(record=record).exists() else ""


def _to_rate(actor: Actor, record: Record) -> str:
    """Where the reader says how satisfied they are, while they are asked."""
    if record.state not in SOLVED:
        return ""
    asked = surveys.is_open(surveys.invitation(record, actor.person_id))
    return reverse("rate", args=[record.number]) if asked else ""


def _articles(actor: Actor, record: Record) -> list[dict[str, str]]:
    """What may solve the reader's own record while it is not over."""
    if record.state in ("closed", "withdrawn") or record.item.requester_id != actor.person_id:
        return []
    return article_rows(knowledge.answering(actor, record.title), of=record.number)


def _spent(record: Record) -> int | None:
    """Minutes of work, where the people on a record are shown them."""
    minutes: int | None = record.item.spent_minutes
    return minutes if minutes and current()["incidents.handling"].get("time_shown") else None


def _goes_on(actor: Actor, record: Record) -> dict[str, str] | None:
    """The record in which a merged one goes on, where the reader may see it."""
    target = incidents.goes_on_in(actor, record)
    if target is None:
        return None
    return {"number": target.number, "title": target.title, "url": reverse("portal-request", args=[target.number])}


def _possible(actor: Actor, record: Record) -> dict[str, Any]:
    """The forms of what the reader may do now; what is not possible has none."""
    offered = {offer.verb.name: offer.refusal for offer in offers(actor, record)}
    possible = {name for name, refusal in offered.items() if not refusal}
    own = record.item.requester_id == actor.person_id
    watching = talk.watches(actor, record)
    context: dict[str, Any] = {"watching": watching, "may_watch": watching or not own}
    if record.state in TALKING:
        context["answer"] = forms.Answer()
    if "confirm" in possible:
        context["may_confirm"] = True
    if "reopen" in possible:
        context["not_solved"] = forms.NotSolved()
    if "withdraw" in possible:
        context["no_longer"] = forms.Withdraw()
    if own and record.state == "closed" and offered.get("reopen"):
        context["once_more"] = forms.Again()
    return context


def _items(
    actor: Actor, record: Record, files: Sequence[Attachment], reader_id: int | None, away: Away
) -> list[Message | Event]:
    """Messages and turns, the newest first."""
    comments = queries.public_comments(actor, record)
    said = attached(comments, files, away)
    items: list[Message | Event] = []
    for entry in queries.public_entries(actor, record):
        items += _turn(record, entry, reader_id)
        items += messages(entry, said)
    return items


Away = Callable[[Attachment], str]
"""Where a file is taken away; "" for whom it is not theirs to take."""
Said = Mapping[int, tuple[Comment, Sequence[File]]]
"""The messages for everybody by id, each with its files."""


def attached(comments: Mapping[int, Comment], files: Sequence[Attachment], away: Away) -> Said:
    """Which files came with which message."""
    found: dict[int, list[File]] = defaultdict(list)
    for file in files:
        if file.comment_id:
            found[file.comment_id].append(shown(file, away))
    return {pk: (comment, found[pk]) for pk, comment in comments.items()}


def messages(entry: Entry, said: Said) -> list[Message]:
    """What somebody wrote with an entry."""
    return [
        _message(said[fact.comment][0], entry, fact.by_staff, said[fact.comment][1])
        for fact in entry.said()
        if isinstance(fact, Replied) and fact.comment in said
    ]


def _nowhere(file: Attachment) -> str:
    """Staff who look on as the people on it see it take nothing away here."""
    return ""


def _question(items: Sequence[Message | Event]) -> str:
    """The newest words of the service desk: what it waits for."""
    return next((item.text for item in items if isinstance(item, Message) and item.ours), "")


def _message(comment: Comment, entry: Entry, by_staff: bool, files: Sequence[File]) -> Message:
    author = comment.author.name if comment.author else _("Service desk")
    line = _("Service desk") if by_staff else ""
    return Message(
        f"m{comment.pk}",
        author,
        entry.happened_at,
        comment.text,
        line=line,
        ours=by_staff,
        files=files,
        quoted=comment.quoted,
    )


def _turn(record: Record, entry: Entry, reader_id: int | None) -> list[Event]:
    """A change of state, if it changes what the reader reads of it."""
    old, new = entry.changes.get("state", (None, None))
    if not new:
        return []
    stands = words.standing_of(record, new, entry.new("pause_reason") or "", reader_id)
    if old and not stands.your_turn and words.standing_of(record, old, "", reader_id).label == stands.label:
        return []
    return [Event(f"e{entry.seq}", entry.happened_at, escape(stands.label), ICONS[stands.shape])]


def shown(file: Attachment, away: Away) -> File:
    return File(file.name, talk.address(file), _size(file.file.size), away(file))


def _size(count: int) -> str:
    """Bytes as people read them."""
    if count < 1000:
        return _("%(count)s bytes") % {"count": count}
    if count < 1_000_000:
        return _("%(count)s KB") % {"count": round(count / 1000)}
    return _("%(count)s MB") % {"count": f"{count / 1_000_000:.1f}"}
