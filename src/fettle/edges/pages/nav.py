"""The frame's navigation: the places of the assembly that this actor may go to, and the reader's own settings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fettle.edges.pages.frame import Nav, NavGroup, NavItem, Shell
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import everywhere, may
from fettle.kernel.access.read import visible
from fettle.kernel.assembly import assembly
from fettle.kernel.orgs.models import Organisation, Person

PERSONAL, FOOT, SERVED, MAKE = "personal", "foot", "served", "make"
GROUPS = {
    "support": _("Support"),
    "change": pgettext_lazy("navigation", "Change"),
    "services": _("Services"),
    "relationships": _("Relationships"),
    "assurance": _("Assurance"),
    "governance": _("Governance"),
}


@dataclass(frozen=True)
class Place:
    """One line of the navigation. ``group`` is one of GROUPS, or PERSONAL (on top), FOOT (settings), SERVED (the
    portal's bar), MAKE (the button for a new record). ``may``: shown to whoever holds one of these permissions, to
    everybody when none is named. ``key``: the letter after G. ``overdue``: carries the number of one's own overdue
    records. ``whole``: only to those who hold the permission for the whole installation.
    """

    group: str
    label: Any
    url: str
    icon: str = ""
    key: str = ""
    may: tuple[str, ...] = ()
    overdue: bool = False
    whole: bool = False


def of(actor: Actor, path: str) -> Nav:
    """The staff's sidebar; the group of the page one is on stands open, and support if one is on none."""
    places = [place for place in assembly().nav if _shown(actor, place)]
    here = _nearest(places, path)
    groups = []
    for key, label in GROUPS.items():
        inside = [place for place in places if place.group == key]
        if inside:
            opened = here in inside or (key == "support" and (here is None or here.group not in GROUPS))
            groups.append(NavGroup(str(label), [_item(actor, place, here) for place in inside], opened))
    return Nav(_items(actor, places, PERSONAL, here), groups, _items(actor, places, FOOT, here))


def portal(actor: Actor | None, path: str) -> Nav:
    """The bar of the people we serve."""
    places = [place for place in assembly().nav if place.group == SERVED and (actor or not place.may)]
    shown = [place for place in places if actor is None or _shown(actor, place)]
    here = _nearest(shown, path)
    return Nav([NavItem(str(place.label), place.url, place.icon, current=place is here) for place in shown])


def _shown(actor: Actor, place: Place) -> bool:
    holds = everywhere if place.whole else may
    return not place.may or any(holds(actor, permission) for permission in place.may)


def _nearest(places: Iterable[Place], path: str) -> Place | None:
    """The place whose address begins this page's address, the longest one."""
    found = [place for place in places if (path + "/").startswith(place.url.rstrip("/") + "/")]
    return max(found, key=lambda place: len(place.url), default=None)


def _items(actor: Actor, places: Sequence[Place], group: str, here: Place | None) -> list[NavItem]:
    return [_item(actor, place, here) for place in places if place.group == group]


def _item(actor: Actor, place: Place, here: Place | None) -> NavItem:
    count = overdue(actor) or None if place.overdue else None
    return NavItem(str(place.label), place.url, place.icon, place.key, count, hot=bool(count), current=place is here)


def overdue(actor: Actor) -> int:
    """How many of the actor's own open records are past their due time."""
    mine = visible(actor).filter(is_open=True, assignee_id=actor.person_id, due_at__lt=timezone.now())
    return mine.count() if actor.person_id else 0


def make(actor: Actor) -> str:
    """Where the actor makes a new record, "" for whoever may make none."""
    return next((place.url for place in assembly().nav if place.group == MAKE and _shown(actor, place)), "")


def shell(person: Person | None, actor: Actor | None = None) -> Shell:
    """The reader's frame. A button appears as soon as an address of that name exists and, for a new record, ``actor``
    may make one.
    """
    read: dict[str, Any] = (
        {"theme": person.theme, "density": person.density, "keys": person.single_keys} if person else {}
    )
    own: dict[str, Any] = {f"{name.replace('-', '_')}_url": address(name) for name in OWN} if person else {}
    return Shell(
        name=provider_name(person),
        sign_in_url=address("sign-in"),
        help_url=address("portal-new") if person else "",
        person_name=person.name if person else "",
        unread=sum(count(person.pk) for count in assembly().slots.get("unread", ())) if person else 0,
        account_url=address("profile") if person else "",
        keys_url=address("own-keys") if actor and actor.is_staff else "",
        new_url=make(actor) if actor else "",
        notice=_now("These are demo data: made-up people and texts, with passwords that everybody knows.")
        if person and person.demo
        else "",
        **own,
        **read,
    )


OWN = ("sign-out", "portal", "theme", "palette", "search", "notifications")


def provider_name(person: Person | None) -> str:
    """Whose management system this is: the name of the root of the organisations."""
    if person and person.organisation.parent_id is None:
        return person.organisation.name
    root = Organisation.objects.filter(parent=None).values_list("name", flat=True).first()
    return root or "Fettle"


@cache
def address(name: str) -> str:
    """The address of a named page, "" while no page bears that name."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
