"""Ctrl K: one box to act on the record one is on, to find records and people, to make something, and to go anywhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fettle.edges.pages import addresses, attention, columns, keys, nav, within
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.searching import hits
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.offers import offers
from fettle.kernel.access.read import visible
from fettle.kernel.assembly import assembly
from fettle.kernel.records import numbers
from fettle.kernel.records.models import Record
from fettle.kernel.settings import territory

MOST = 12
RECORDS, PEOPLE = 8, 4
Item = dict[str, Any]


@require_safe
def palette(request: HttpRequest) -> HttpResponse:
    """At most twelve rows for ``q``; after ``>`` nothing is searched for. ``on`` is the record one is on: what may be
    done with it now comes first.
    """
    actor = actor_of(request)
    own = keys.of(actor.person)
    text = request.GET.get("q", "").strip()[:200]
    word = text.lstrip("> ").lower()
    number = numbers.tidy(request.GET.get("on", ""))
    groups: list[tuple[str, list[Item]]] = []
    if number:
        groups.append((_("With %(number)s") % {"number": number}, _among(_verbs(request, actor, number), word)))
    if text and not text.startswith(">"):
        groups.append((_("Records"), [_record(actor, hit.record) for hit in hits(actor, text.lstrip("#"), RECORDS)]))
        groups.append((_("People"), _people(actor, word)))
    groups += [(_("Make"), _among(_made(actor, own), word)), (_("Go to"), _among(_places(actor, own), word))]
    shown, rest = [], MOST
    for label, items in groups:
        if some := items[:rest]:
            shown.append({"label": label, "items": some})
        rest -= len(items[:rest])
    return show(request, "components/palette_results.html", {"groups": shown})


def _among(items: list[Item], word: str) -> list[Item]:
    return [each for each in items if word in each["label"].lower()]


def _verbs(request: HttpRequest, actor: Actor, number: str) -> list[Item]:
    """What may be done with the record now. Each leads to its own page, where it is done: Enter in a list of what was
    found changes nothing yet.
    """
    record = visible(actor).filter(number=number).first()
    if record is None:
        return []
    way = within.carried(request)
    return [
        {
            "url": addresses.of(record, "do", each.verb.name) + way,
            "icon": each.verb.icon or "arrow-right",
            "label": f"{each.verb.label}…",
        }
        for each in offers(actor, record)
        if not each.refusal
    ]


def _record(actor: Actor, record: Record) -> Item:
    label, tags = f"{record.number} {record.title}", attention.tags(actor, record)
    told = {"status": columns.state(record), "tags": tags}
    return {"url": addresses.of(record), "icon": "file-text", "label": label, **told}


def _people(actor: Actor, word: str) -> list[Item]:
    """Those whose pages the actor may open: by name, for who administers people or says who needs attention."""
    holds = [each for each in (territory.ADMINISTER, territory.MARK) if may(actor, each)]
    if not holds:
        return []
    page = "person" if holds[0] == territory.ADMINISTER else "person-attention"
    found = territory.people(actor, holds[0]).filter(name__icontains=word, is_active=True).order_by("name")[:PEOPLE]
    return [
        {
            "url": reverse(page, args=[person.pk]),
            "icon": "user",
            "label": person.name,
            "hint": person.organisation.name,
            "tags": [attention.tag()] if person.vip else [],
        }
        for person in found
    ]


def _made(actor: Actor, own: keys.Keys) -> list[Item]:
    new = nav.make(actor)
    return (
        [{"url": new, "icon": "plus", "label": _("New record"), "key": own.single("c") if own.on else ""}]
        if new
        else []
    )


def _places(actor: Actor, own: keys.Keys) -> list[Item]:
    shown = [place for place in assembly().nav if not place.may or any(may(actor, each) for each in place.may)]
    return [
        {
            "url": place.url,
            "icon": place.icon,
            "label": str(place.label),
            "key": own.go(place.key) if own.on and place.key else "",
        }
        for place in shown
        if place.group != nav.MAKE and actor.is_staff == (place.group != nav.SERVED)
    ]
