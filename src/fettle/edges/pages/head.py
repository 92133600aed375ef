"""The head of a record: its name, where it stands, and what may be done with it now."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from fettle.edges.pages import addresses, attention
from fettle.edges.pages.lists import Tag
from fettle.edges.pages.panels import Panels
from fettle.edges.pages.records import Head, Verb
from fettle.edges.pages.within import Walk
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.offers import Offer, offers
from fettle.kernel.access.read import audiences
from fettle.kernel.assembly import assembly
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF

MENU = "record.menu"
"""The slot for what higher floors add to the menu: functions of actor and record that give a Verb or None."""


def head(actor: Actor, record: Record, panels: Panels, walk: Walk | None = None) -> Head:
    """Head and verbs. A verb that a rule forbids now is shown with the rule's sentence. ``walk`` is the list one comes
    from: each step leads back to the record in it.
    """
    way = walk.query if walk else ""
    offered = [offer for offer in offers(actor, record) if not (offer.refusal and offer.verb.quiet)]
    bar = next((offer for name in panels.bar for offer in offered if offer.verb.name == name), None)
    main = next((offer for offer in offered if offer.verb.primary and not offer.refusal), None)
    free = next((o for o in offered if o.verb.name == panels.take and record.assignee_id is None), None)
    beside = [offer for offer in offered if offer not in (bar, main, free)]
    staff = STAFF in audiences(actor, record)
    return Head(
        record.number,
        record.title,
        panels.standing(record),
        flags=[*_flags(record, staff), *(panels.flags(record) if staff else ())],
        moves=[_verb(record, offer, panels, way) for offer in beside if _moves(record, offer)],
        verbs=[
            *([_verb(record, free, panels, way)] if free else []),
            *([_verb(record, main, panels, way, primary=True)] if main else []),
            *(_verb(record, offer, panels, way, menu=True) for offer in beside if not _moves(record, offer)),
            *_further(actor, record, panels),
        ],
        view_label=walk.label if walk else str(capfirst(record.declared.plural)),
        view_url=walk.url if walk else addresses.of_kind(record.declared),
        position=walk.position if walk else "",
        previous_url=walk.previous_url if walk else "",
        next_url=walk.next_url if walk else "",
        presence_url=addresses.of(record, "presence") if staff else "",
        assigned=_verb(record, bar, panels, way) if bar else None,
        assignee=record.assignee or record.team if panels.bar else None,
    )


def _moves(record: Record, offer: Offer) -> bool:
    return offer.verb.leads(record.state) != record.state


def _verb(record: Record, offer: Offer, panels: Panels, way: str, **more: Any) -> Verb:
    verb = offer.verb
    return Verb(
        str(verb.label),
        addresses.of(record, "do", verb.name) + way,
        verb.icon,
        panels.keys.get(verb.name, ""),
        post=not verb.asks and not offer.refusal,
        refused=offer.refusal,
        **more,
    )


def _further(actor: Actor, record: Record, panels: Panels) -> list[Verb]:
    """Editing, what the room adds as (label, address below the record, icon), and what stands in the slot."""
    made = []
    if may(actor, record.declared.may.revise, record) and any(f.edit(record.state) for f in record.declared.fields):
        made.append(Verb(_("Edit all fields"), addresses.of(record, "edit"), "pencil", menu=True))
    made += [
        Verb(label, addresses.of(record, rest), icon, menu=True) for label, rest, icon in panels.further(actor, record)
    ]
    return made + [verb for slot in assembly().slots.get(MENU, ()) if (verb := slot(actor, record))]


def _flags(record: Record, staff: bool) -> list[Tag]:
    flags = attention.of(record) if staff else []
    flags += [Tag(str(_("Restricted")), "", "lock")] if record.restricted and staff else []
    return flags + ([Tag(str(_("Restored, silent")), "", "history")] if record.silent and staff else [])
