"""What a tag may be called, and how many there may be."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fettle.facilities.tags import queries
from fettle.facilities.tags.models import Tag
from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Invalid, NotSeen, Refusal
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import storable

LONGEST = 40
COLOURS: dict[str, Any] = {
    "": gettext_lazy("grey"),
    "blue": gettext_lazy("blue"),
    "green": gettext_lazy("green"),
    "amber": gettext_lazy("yellow"),
    "orange": gettext_lazy("orange"),
    "red": gettext_lazy("red"),
    "violet": gettext_lazy("violet"),
}


def the_reader_knows_its_tags(actor: Actor, record: Record) -> None:
    """Tags are the desk's, and only records of some kinds bear any. Raises NotSeen."""
    if not queries.shown(actor, record):
        raise NotSeen(_("%(number)s bears no tags.") % {"number": record.number})


def a_name_is_short_and_whole(raw: Any) -> str:
    """The name as it is kept: one line, composed letters, nothing invisible. Raises Invalid."""
    try:
        name = " ".join(unicodedata.normalize("NFC", storable(raw)).split())
    except ValueError as problem:
        raise Invalid({"name": problem}) from None
    if not name:
        raise Invalid({"name": _("Give the tag a name.")})
    if len(name) > LONGEST:
        raise Invalid({"name": _("At most %(count)s characters fit here: shorten the text.") % {"count": LONGEST}})
    if "," in name or name.lower().startswith("tag:") or any(unicodedata.category(char)[0] == "C" for char in name):
        raise Invalid({"name": _("A tag has no comma, no invisible characters, and does not begin with “tag:”.")})
    return name


def a_colour_is_one_of_ours(colour: str) -> str:
    """Raises Invalid."""
    if colour not in COLOURS:
        raise Invalid({"colour": _("Choose one of: %(codes)s.") % {"codes": ", ".join(filter(None, COLOURS))}})
    return colour


def a_name_is_given_once(organisation: Organisation, name: str, but: Tag | None = None) -> None:
    """Whatever its letters' case, and also of those that were retired or merged: their name means something already.
    Raises Invalid.
    """
    rows = Tag.objects.filter(organisation=organisation).alias(lowered=Lower("name"))
    there = rows.filter(lowered=Lower(Value(name))).select_related("into").first()
    found = there if there != but else None
    if found:
        if found.into:
            said = {"name": found.name, "into": found.into.name}
            raise Invalid({"name": _("“%(name)s” was merged into “%(into)s”: use that one.") % said})
        if found.retired:
            raise Invalid({"name": _("“%(name)s” was retired: take it up again.") % {"name": found.name}})
        raise Invalid({"name": _("There is a tag “%(name)s” already: use that one.") % {"name": found.name}})


def there_is_room_for_another(organisation: Organisation, most: int) -> None:
    """Raises Refusal."""
    if Tag.objects.filter(organisation=organisation, into=None, retired=False).count() >= most:
        sentence = _("There are %(count)s tags already: use one of them, or ask for some to be merged or retired.")
        raise Refusal(sentence % {"count": most}, rule="there_is_room_for_another")


def new_ones_may_be_made(allowed: bool, names: Collection[str]) -> None:
    """Raises Invalid with what is not there."""
    if names and not allowed:
        sentence = _("There is no tag “%(name)s”, and new ones are made by those who keep the tags: choose another.")
        raise Invalid({"add": sentence % {"name": next(iter(names))}})


def not_too_many_on_one(ids: Collection[int], most: int) -> None:
    """Raises Invalid."""
    if len(ids) > most:
        raise Invalid({"add": _("At most %(count)s tags fit on one record: take some off first.") % {"count": most}})


def none_is_retired(tags: Iterable[Tag]) -> None:
    """Raises Invalid."""
    for tag in tags:
        if tag.retired:
            raise Invalid({"add": _("“%(name)s” was retired: choose another tag.") % {"name": tag.name}})


def the_two_are_of_one_organisation(tag: Tag, into: Tag) -> None:
    """One goes on in another that may stand wherever it does. Raises Invalid."""
    if tag.pk == into.pk:
        raise Invalid({"into": _("This is the same tag: choose another one.")})
    if tag.into:
        said = {"name": tag.name, "into": tag.into.name}
        raise Invalid({"into": _("“%(name)s” was merged into “%(into)s”: use that one.") % said})
    if into.into_id is not None or into.retired:
        raise Invalid({"into": _("“%(name)s” is not in use: choose another tag.") % {"name": into.name}})
    if not tag.organisation.path.startswith(into.organisation.path):
        sentence = _("“%(name)s” belongs to %(organisation)s, whose tags do not stand on all these records.")
        raise Invalid({"into": sentence % {"name": into.name, "organisation": into.organisation.name}})
