"""The single keys of the agents' pages, and each reader's own ones (WCAG 2.1.4).

A page names a key by its standard, such as ``r`` for a reply. Which key the reader presses for it, and which one they
see, is theirs to choose; the scripts translate what is pressed.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fettle.kernel.access.actor import Actor
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import Invalid, NotSeen
from fettle.kernel.orgs.models import Person
from fettle.kernel.settings import oneself

EVERYWHERE, LIST, RECORD, GO = "everywhere", "list", "record", "go"
GROUPS = {
    EVERYWHERE: _("Everywhere"),
    LIST: _("List"),
    RECORD: _("Record"),
    GO: _("After the key that begins “Go to”"),
}
VIEWS = "123456"
"""After the key that begins "Go to" these are the views of a list."""


@dataclass(frozen=True)
class Action:
    """What a key does. ``standard`` is the key that pages name it by."""

    name: str
    standard: str
    label: Any
    group: str


SINGLE = (
    Action("new", "c", _("New"), EVERYWHERE),
    Action("sheet", "?", _("The sheet of shortcuts"), EVERYWHERE),
    Action("go", "g", _("Go to (a second key says where)"), EVERYWHERE),
    Action("next", "j", _("Next in the list"), LIST),
    Action("previous", "k", _("Previous in the list"), LIST),
    Action("select", "x", _("Select"), LIST),
    Action("open", "o", _("Open"), LIST),
    Action("filter", "f", _("Filter"), LIST),
    Action("filter_too", "/", _("Filter, by a second key"), LIST),
    Action("layout", "v", _("Layout"), LIST),
    Action("reply", "r", _("Reply"), RECORD),
    Action("note", "n", _("Note"), RECORD),
    Action("assign", "a", _("Assign"), RECORD),
    Action("take", "i", _("Assign to me"), RECORD),
    Action("status", "s", _("Status"), RECORD),
    Action("priority", "p", _("Priority"), RECORD),
    Action("link", "l", pgettext_lazy("a verb", "Link"), RECORD),
    Action("tag", "t", _("Tags"), RECORD),
    Action("edit", "e", _("Edit"), RECORD),
    Action("wait", "m", _("Wait"), RECORD),
    Action("more", ".", _("More actions"), RECORD),
    Action("record_before", "[", _("Previous record"), RECORD),
    Action("record_after", "]", _("Next record"), RECORD),
    Action("back", "u", _("Back to the list"), RECORD),
)
NAMES = {each.standard: each.name for each in SINGLE}


def actions() -> list[Action]:
    """All of them: the single keys, and the second keys of the places that have one."""
    return [*SINGLE, *(Action(f"go_{p.key}", p.key, p.label, GO) for p in assembly().nav if p.key)]


@dataclass(frozen=True)
class Keys:
    """One reader's keys. ``own`` holds, by the name of the action, what differs from the standard, "" for no key at
    all; ``on`` is False for whoever switched single keys off.
    """

    own: Mapping[str, str]
    on: bool = True

    def single(self, standard: str) -> str:
        """The reader's key for what pages call ``standard``, as it stands on a keyboard; "" for none."""
        return written(self.own.get(NAMES.get(standard, ""), standard))

    def go(self, standard: str) -> str:
        """The two keys that lead to a place, such as ``G I``; "" where one of them is missing."""
        first, second = self.single("g"), written(self.own.get(f"go_{standard}", standard))
        return f"{first} {second}" if first and second else ""

    @property
    def pressed(self) -> str:
        """For the scripts: what the reader presses → what pages call it, "" for what is nobody's key any more."""
        return self._turned({each.name: each.standard for each in SINGLE})

    @property
    def gone(self) -> str:
        """The same for the second keys."""
        return self._turned({name: name[3:] for name in self.own if name.startswith("go_")})

    def _turned(self, standards: Mapping[str, str]) -> str:
        mine = {name: key for name, key in self.own.items() if name in standards}
        turned = {standards[name]: "" for name in mine} | {key: standards[name] for name, key in mine.items() if key}
        return json.dumps(turned, ensure_ascii=False) if turned else ""


STANDARD = Keys({})


def of(person: Person | None) -> Keys:
    return Keys(person.own_keys, person.single_keys) if person else STANDARD


def written(key: str) -> str:
    """As it stands on a keyboard: ``r`` is R, ``ß`` stays."""
    return key.upper() if len(key.upper()) == 1 else key


def held(person: Person) -> dict[str, str]:
    """The person's key of each action, "" for none."""
    return {each.name: person.own_keys.get(each.name, each.standard) for each in actions()}


def works_with_keys(actor: Actor) -> None:
    """Only the pages of agents answer to single keys."""
    if not actor.is_staff:
        raise NotSeen(_now("The pages of the portal have no single keys."))


def choose(actor: Actor, person: Person, wanted: Mapping[str, str | None]) -> Person:
    """Give actions other keys: "" is none, None the standard; what is not named stays. Raises Invalid with one sentence
    for each action that cannot have its key.
    """
    works_with_keys(actor)
    known = {each.name: each for each in actions()}
    wrong: dict[str, Any] = {}
    new = dict(person.own_keys)
    for name, key in wanted.items():
        if name not in known:
            wrong[name] = _now("There is no action of this name: give one of the list.")
            continue
        try:
            new[name] = known[name].standard if key is None else tidy(key, known[name].group)
        except ValueError as problem:
            wrong[name] = str(problem)
    wrong |= _twice(known, new, wanted) if not wrong else {}
    if wrong:
        raise Invalid(wrong)
    differing = {name: key for name, key in new.items() if name in known and key != known[name].standard}
    return oneself.change(actor, own_keys=differing)


def tidy(key: str, group: str) -> str:
    """One key as it is kept. Raises ValueError with a sentence."""
    key = unicodedata.normalize("NFC", key).strip().lower()
    if key and (len(key) != 1 or key > "\uffff" or unicodedata.category(key)[0] not in "LNPS"):
        raise ValueError(_now("Give one single key, such as R or Ö, or leave it empty for none."))
    if group == GO and key and key in VIEWS:
        raise ValueError(_now("1 to 6 lead to the views of a list: choose another second key."))
    return key


def _twice(known: Mapping[str, Action], new: Mapping[str, str], wanted: Mapping[str, Any]) -> dict[str, str]:
    """A sentence for each action whose key another one has, beside the one that was given it."""
    wrong: dict[str, str] = {}
    for second in (False, True):
        taken: dict[str, Action] = {}
        among = [each for each in known.values() if (each.group == GO) == second]
        for each in sorted(among, key=lambda action: action.name in wanted and action.name in new):
            key = new.get(each.name, each.standard)
            if not key:
                continue
            if key in taken:
                wrong[each.name] = _now(
                    "“%(key)s” stands for “%(other)s” already: give “%(action)s” another key, or none."
                ) % {"key": written(key), "other": taken[key].label, "action": each.label}
            taken.setdefault(key, each)
    return wrong
