"""Erasing the personal data of somebody who left: who may, what it needs, and the entry that tells of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.history import erase as road
from fettle.kernel.history.models import Erasure
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.settings import identity, people
from fettle.kernel.settings.actions import register
from fettle.kernel.settings.facts import RegisterChanged
from fettle.kernel.settings.models import Setting

ERASE = "people.erase"
SHORTEST = 4
"""Letters of a further word: a shorter one would be found everywhere."""


@dataclass(frozen=True)
class Outcome:
    """By which mark, and how much was replaced or removed, by what it is. ``words`` were looked for everywhere,
    ``near`` only on the person's own records.
    """

    mark: str
    found: Mapping[str, int]
    words: tuple[str, ...]
    near: tuple[str, ...]


@transaction.atomic
def erase(
    actor: Actor, person: Person, *, reason: str, also: Iterable[str] = (), files: bool = False, preview: bool = False
) -> Outcome:
    """Replace everything that tells who somebody was, in one transaction. ``also`` are further words that mean them,
    such as a nickname; ``files``: what they attached is deleted too. A preview does it all and takes it back.

    Somebody who was erased before is left as they are. Raises Forbidden, Invalid, and Refusal for oneself, for somebody
    who is still active, and where a setting still names them.
    """
    require(actor, ERASE)
    person = people.held(actor, person)
    if done := Erasure.objects.filter(person=person).first():
        return Outcome(done.mark, {}, (), ())
    _may_be_erased(actor, person)
    if not reason.strip():
        raise Invalid({"reason": _("Say in a few words why: the history shows it.")})
    erasing = _erasing(person, _further(also), files)
    _settings_name_nobody(erasing)
    outcome = _erase(actor, erasing, reason)
    transaction.set_rollback(preview)
    return outcome


@transaction.atomic
def erase_again(actor: Actor, person: Person, *, files: bool) -> Outcome:
    """Erase somebody who was erased once and came back with an old backup: nothing is asked a second time."""
    require(actor, ERASE)
    person = people.held(actor, person)
    if done := Erasure.objects.filter(person=person).first():
        return Outcome(done.mark, {}, (), ())
    return _erase(actor, _erasing(person, frozenset(), files), _("erased before this backup was restored"))


def _erase(actor: Actor, erasing: road.Erasing, reason: str) -> Outcome:
    """Open the door with a row that says who and why, walk the road, tell the register."""
    person, words = erasing.person, erasing.text(reason.strip()[:500], theirs=True)
    Erasure.objects.create(
        person=person,
        mark=erasing.mark,
        by_id=actor.person_id,
        by_label="" if actor.person_id else actor.label,
        reason=words,
        files=erasing.files,
    )
    found = road.run(erasing)
    after: dict[str, object] = {"reason": words, "files": erasing.files}
    register(actor, RegisterChanged(f"person:{person.pk}", erasing.mark, "erased", None, after))
    near = erasing.theirs - erasing.anywhere
    return Outcome(erasing.mark, found, tuple(sorted(erasing.anywhere)), tuple(sorted(near)))


def _may_be_erased(actor: Actor, person: Person) -> None:
    if person.pk == actor.person_id:
        raise Refusal(_("You cannot erase yourself: ask another administrator."))
    people.keep_an_administrator(without=person)
    if person.is_active:
        sentence = _("%(name)s is still active: deactivate them first, open work is handed over there.")
        raise Refusal(sentence % {"name": person.name})


def _further(also: Iterable[str]) -> frozenset[str]:
    words = frozenset(filter(None, (" ".join(word.split()) for word in also)))
    if short := sorted(word for word in words if len(word) < SHORTEST):
        sentence = _("“%(word)s” is too short: it would be found in other words. Give at least %(count)s letters.")
        raise Invalid({"also": sentence % {"word": short[0], "count": SHORTEST}})
    return words


def _erasing(person: Person, also: frozenset[str], files: bool) -> road.Erasing:
    who = identity.of(person)
    return road.Erasing(
        person=person,
        mark=_mark(person),
        anywhere=who.telling | also,
        theirs=who.names,
        mails=who.mails,
        records=identity.records_of(person),
        files=files,
    )


def _mark(person: Person) -> str:
    """What stands in their place, in the language of the installation. It ends with their number, so it is theirs."""
    root = Organisation.objects.get(parent=None)
    with translation.override(root.language):
        return _("Erased person %(number)s") % {"number": person.pk}


def _settings_name_nobody(erasing: road.Erasing) -> None:
    """A setting that works with an address would break: whoever keeps it changes it first."""
    found = erasing.mentioned(Setting.objects.select_related("record"), "value").order_by("pk")
    for setting in found:
        if erasing.value(setting.value) != setting.value:
            sentence = _("The setting “%(title)s” still names them: change it first.")
            raise Refusal(sentence % {"title": setting.record.title})
