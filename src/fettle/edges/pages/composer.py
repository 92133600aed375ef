"""Writing on a record: a reply to everybody on it, or a note for staff. Two addresses, two actions, no switch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from fettle.edges.pages import addresses, drafts
from fettle.edges.pages.panels import Panels, Talk
from fettle.edges.pages.records import Composer, Side
from fettle.facilities.discussion.facts import Noted, Replied
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import audiences
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF

Items = Sequence[Any]
SIDES = {Replied.name: "reply", Noted.name: "note"}


def composer(
    actor: Actor,
    record: Record,
    panels: Panels,
    seen: int,
    *,
    mode: str = "",
    used: str = "",
    written: dict[str, str] | None = None,
    news: Items = (),
    error: str = "",
    minutes: str = "",
) -> Composer | None:
    """Both sides as far as the actor may use them, filled with what was written or the drafts; None for neither. In
    front is ``mode``, else the side that has a draft, else ``used``.
    """
    talk = panels.talk
    if talk is None:
        return None
    texts = drafts.kept(actor, record) | (written or {})
    reply = _reply(actor, record, talk, texts.get("reply", "")) if may(actor, talk.reply, record) else None
    note = _note(record, talk, texts.get("note", "")) if may(actor, talk.note, record) else None
    if reply is None and note is None:
        return None
    drafted = [side for side in ("reply", "note") if texts.get(side)]
    front = next(each for each in (mode, *drafted, used, "reply") if each in ("reply", "note"))
    if front == "reply" and reply is None:
        front = "note"
    if front == "note" and note is None:
        front = "reply"
    return Composer(note, reply, front, seen, news, error, minutes)  # type: ignore[arg-type]


def last_used(actor: Actor, entries: Iterable[Entry]) -> str:
    """The side to begin with: a reply to whom we serve when they spoke last, else the one that the actor took last."""
    used = ""
    for entry in entries:
        for fact in entry.facts:
            if fact["name"] == Replied.name and not fact.get("data", {}).get("by_staff"):
                used = "reply"
            elif fact["name"] in SIDES and entry.actor_id == actor.person_id:
                used = SIDES[fact["name"]]
    return used


def _note(record: Record, talk: Talk, text: str) -> Side:
    return Side(
        addresses.of(record, "note"),
        _("Only staff will see this"),
        _("Save internal note"),
        f"{addresses.of(record)}?mode=note#composer",
        text,
        draft_url=addresses.of(record, "draft", "note"),
        files=True,
        minutes=talk.minutes,
    )


def _reply(actor: Actor, record: Record, talk: Talk, text: str) -> Side | None:
    """None when there is nobody to reply to."""
    if record.state in talk.elsewhere:
        return None
    staff = STAFF in audiences(actor, record)
    reading, cannot = talk.people(record) if staff else ((), ())
    if staff and not (reading or cannot):
        return None
    page = addresses.of(record)
    leaving = {verb.name for verb in record.declared.flow.leaving(record.state)} if staff else set()
    extra = [("wait", _("Send and wait"), "")] if talk.wait in leaving else []
    extra += [("solve", _("Send and solve"), "shift")] if talk.solve in leaving else []
    return Side(
        addresses.of(record, "reply"),
        _readers(reading, cannot) if staff else _("The service desk will read this"),
        _button(reading) if staff else _("Send message"),
        f"{page}?mode=reply#composer",
        text,
        draft_url=addresses.of(record, "draft", "reply"),
        canned=[
            (label, f"{page}?{urlencode({'mode': 'reply', 'answer': code})}#composer", words)
            for code, label, words in (talk.answers(actor, record) if staff else ())
        ],
        extra=extra,
        label=str(talk.label) if staff else _("Your message"),
        files=True,
        minutes=staff and talk.minutes,
    )


def _readers(reading: Sequence[str], unreached: Sequence[str]) -> str:
    """Who will read it, and who cannot."""
    cannot = [
        _("%(name)s cannot read this: neither an e-mail address nor a sign-in is known.") % {"name": name}
        for name in unreached
    ]
    if not cannot:
        return _names(reading)
    return " ".join([_names(reading) + ".", *cannot] if reading else cannot)


def _names(people: Sequence[str]) -> str:
    if len(people) == 1:
        return _("%(name)s will read this") % {"name": people[0]}
    return _("%(names)s and %(last)s will read this") % {"names": ", ".join(people[:-1]), "last": people[-1]}


def _button(people: Sequence[str]) -> str:
    if not people:
        return _("Keep reply on the record")
    if len(people) == 1:
        return _("Send reply to %(name)s") % {"name": people[0]}
    return _("Send reply to %(count)s people") % {"count": len(people)}


def answer(actor: Actor, record: Record, panels: Panels, code: str) -> str:
    """The text of a saved answer, for staff without scripts."""
    if not code or panels.talk is None or STAFF not in audiences(actor, record):
        return ""
    return next((text for key, _label, text in panels.talk.answers(actor, record) if key == code), "")
