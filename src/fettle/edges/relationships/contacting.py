"""The contacts of a party: on its page, the forms that change them, and the same over REST."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router

from fettle.edges.pages import wording
from fettle.edges.pages.asking import asked, pressed
from fettle.edges.pages.usual import Below
from fettle.edges.rest import given, shapes, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.showing import person
from fettle.facilities.relationships import contacts
from fettle.facilities.relationships.models import Contact
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import audiences, get
from fettle.kernel.access.references import ToPerson
from fettle.kernel.errors import NotSeen
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF, Choice, Day, Line, Option, whole
from fettle.kernel.workflow import Ask

PART = "#contacts"
DAY = {"type": ["string", "null"], "format": "date"}
ROW = {
    "id": shapes.WHOLE,
    "role": shapes.TEXT,
    "person": shapes.or_null(shapes.PERSON),
    "name": shapes.TEXT,
    "channel": shapes.TEXT,
    "valid_from": DAY,
    "valid_until": DAY,
    "holds": {"type": "boolean"},
}
SHAPE = shapes.thing({"items": shapes.listed(shapes.thing(ROW, ROW))}, ["items"])


def roles() -> list[Option]:
    """What a contact is asked for. Agreements go to those who sign, invitations to those who take part in reviews."""
    role = Contact.Role
    return [
        Option(role.GENERAL, _("General")),
        Option(role.SIGNATORY, _("Signs agreements")),
        Option(role.REVIEWS, _("Takes part in reviews")),
        Option(role.TECHNICAL, _("Technical matters")),
        Option(role.ESCALATION, _("Escalation")),
        Option(role.MONEY, _("Invoices and orders")),
    ]


ASKS = (
    Ask("role", Choice(roles), _("What for")),
    Ask("person", ToPerson(), _("Person"), needed=False),
    Ask("name", Line(200), _("or a name"), _("Of somebody who is no person here, or of an office."), needed=False),
    Ask("channel", Line(200), _("Reached by"), _("An address, a phone number, a page."), needed=False),
    Ask("valid_from", Day(), _("From"), _("Empty: always."), needed=False),
    Ask("valid_until", Day(), _("Until"), _("Empty: until further notice."), needed=False),
)


def shown(actor: Actor, record: Record) -> dict[str, Any]:
    """The part of the page of a party."""
    today = timezone.localdate()
    words = {option.code: option.label for option in roles()}
    rows = [(row, words[row.role], row.holds(today), _days(row)) for row in contacts.of(record)]
    return {"contacts": rows}


def _days(row: Contact) -> str:
    first, last = (wording.day(day) if day else "…" for day in (row.valid_from, row.valid_until))
    return f"{first} – {last}" if row.valid_from or row.valid_until else ""


def pages(kind: Kind) -> tuple[Below, ...]:
    """Adding one, changing it, taking it away, making it the main one."""
    may = kind.may.revise
    every = partial(asked, kind, may, part=PART)
    press = partial(pressed, kind, may, row="row", part=PART)
    one = r"/contacts/(?P<row>\d{1,12})"
    return (
        ("/contacts/add", every(_("Add a contact"), _("The contact is added."), _asks, _act(contacts.add, kind))),
        (
            f"{one}/change",
            every(_("Change contact"), _("Saved."), _asks, _act(contacts.change, kind), row="row", first=_first),
        ),
        (f"{one}/remove", press(_("The contact is taken away."), _act(contacts.remove, kind))),
        (f"{one}/main", press(_("It is the main contact now."), _act(contacts.make_main, kind))),
    )


def _asks(actor: Actor, record: Record, row: int) -> tuple[Ask, ...]:
    return ASKS


def _first(record: Record, row: int) -> Mapping[str, Any]:
    there = contacts.found(record, row)
    return {name: getattr(there, name) for name in contacts.NAMES}


def _act(action: Callable[..., Record], kind: Kind) -> Callable[..., Record]:
    return lambda actor, number, **values: action(actor, number, (kind,), **values)


def add(router: Router, kind: Kind) -> None:
    """``/<kind>/{number}/contacts``: to read for staff, to change for whoever keeps the database."""
    path, name = f"/{kind.path}/{{number}}/contacts", kind.path
    things.Thing(router, partial(_seen, kind), _answer, SHAPE).get(path, f"{name}_contacts", "How the party is reached")
    takes = [given.of_ask(ask) for ask in ASKS]
    things.Thing(router, partial(_kept, kind), _answer, SHAPE).post(
        path,
        f"{name}_add_contact",
        "Add a contact",
        lambda actor, record, **values: contacts.add(actor, record.number, (kind,), **values),
        takes,
    )
    one = things.Thing(
        router, partial(_one, kind), lambda actor, of: _answer(actor, of[0] if isinstance(of, tuple) else of), SHAPE
    )
    for deed, action, says, asks in (
        ("change", contacts.change, "Change a contact", takes),
        ("remove", contacts.remove, "Take a contact away", []),
        ("main", contacts.make_main, "Make it the main contact", []),
    ):
        one.post(f"{path}/{{row}}/{deed}", f"{name}_{deed}_contact", says, _on_one(action, kind), asks)


def _on_one(action: Callable[..., Record], kind: Kind) -> Callable[..., Record]:
    return lambda actor, of, **values: action(actor, of[0].number, (kind,), row=of[1], **values)


def _seen(kind: Kind, actor: Actor, number: str) -> Record:
    record = get(actor, number, kind)
    if STAFF not in audiences(actor, record):
        raise NotSeen(_("There is nothing here."))
    return record


def _kept(kind: Kind, actor: Actor, number: str) -> Record:
    record = _seen(kind, actor, number)
    require(actor, kind.may.revise, record)
    return record


def _one(kind: Kind, actor: Actor, number: str, row: str) -> tuple[Record, int]:
    return _kept(kind, actor, number), whole(row, 12) or 0


def _answer(actor: Actor, record: Record) -> Answer:
    today = timezone.localdate()
    items = [
        {
            "id": row.pk,
            "role": row.role,
            "person": person(row.person),
            "name": row.name,
            "channel": row.channel,
            "valid_from": row.valid_from.isoformat() if row.valid_from else None,
            "valid_until": row.valid_until.isoformat() if row.valid_until else None,
            "holds": row.holds(today),
        }
        for row in contacts.of(record)
    ]
    return Answer({"items": items})
