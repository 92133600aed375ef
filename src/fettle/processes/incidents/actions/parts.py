"""What goes on from a whole to one of its parts. Each part is one transaction, by the rules of its own page."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from fettle.facilities.discussion import actions as discussion
from fettle.facilities.discussion.facts import Noted
from fettle.facilities.links import actions as links
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get
from fettle.kernel.history import write as history
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.processes.incidents import placeholders
from fettle.processes.incidents.actions import closing, settled, talking
from fettle.processes.incidents.facts import WroteToParts
from fettle.processes.incidents.records import DESK


@transaction.atomic
def write_to_parts(actor: Actor, number: str, *, text: str, count: int) -> Entry:
    """Keep on the whole what is about to be written to so many of its parts: the cause of what follows there."""
    record = history.lock(actor, number, *DESK)
    require(actor, "incidents.work", record)
    comment = discussion.write_down(actor, record, text, STAFF)
    return settled.write(actor, record, Noted(comment=comment.pk), WroteToParts(count=count), audience=STAFF)


@transaction.atomic
def resolve_part(
    actor: Actor, number: str, *, resolution: str, closure_code: str, text: str = "", cause: int | None = None
) -> Record:
    """Resolve a part as its whole was, and tell the people on it."""
    acting = replace(actor, caused_by_id=cause or None)
    said = filled(actor, number, text, resolution=resolution) if text else ""
    return closing.resolve(acting, number, resolution=resolution, closure_code=closure_code, text=said)


@transaction.atomic
def tell_part(actor: Actor, number: str, *, text: str, cause: int | None = None) -> Record:
    """A reply to the people on a part."""
    acting = replace(actor, caused_by_id=cause or None)
    require(actor, "incidents.work", get(actor, number, *DESK))
    return talking.reply(acting, number, text=filled(actor, number, text))


def make_part(actor: Actor, number: str, *, whole: str) -> Record:
    """Make it part of another record. Raises Invalid, Refusal."""
    return links.link(actor, number, whole, "child_of")


@transaction.atomic
def note_part(actor: Actor, number: str, *, text: str, cause: int | None = None) -> Record:
    """A note for staff on one of several records that something is written to."""
    acting = replace(actor, caused_by_id=cause or None)
    return talking.note(acting, number, text=filled(actor, number, text))


def filled(actor: Actor, number: str, text: str, **more: str) -> str:
    """The text as it is written to one of them."""
    return placeholders.fill(text, placeholders.values_of(actor, get(actor, number, *DESK)) | more)
