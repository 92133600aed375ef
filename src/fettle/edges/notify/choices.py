"""What a person wants to be told of. ``Person.notices`` holds what they declined: {"mail": ["incidents.closed",
...]}.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fettle.edges.notify.wording import WAYS, variant_in_words
from fettle.kernel.assembly import assembly
from fettle.kernel.orgs.models import Person
from fettle.kernel.settings.read import current


@dataclass(frozen=True)
class Choice:
    """One line of the profile: something that rules tell of, and by which ways this person takes it. ``urgent``: a mail
    about it waits neither for the end of quiet hours nor for a digest.
    """

    fact: str
    label: Any
    screen: bool
    mail: bool
    urgent: bool = False


def wants(person: Person, way: str, fact: str) -> bool:
    """Whether the person takes this by this way: everything they did not decline."""
    return fact not in _declined(person, way)


def of(person: Person) -> list[Choice]:
    """The lines of the profile, in the order of the rules."""
    rules = [row for row in current()["notify.rules"] if row["active"] is not False]
    facts = dict.fromkeys(row["fact"] for row in rules)
    urgent = {row["fact"] for row in rules if row["urgent"]}
    known = assembly().fact_by_name
    return [
        Choice(fact, label(fact), wants(person, "screen", fact), wants(person, "mail", fact), fact in urgent)
        for fact in facts
        if fact.partition(":")[0] in known
    ]


def label(fact: str) -> str:
    """What happened, by the name of a fact and its variant, if it has one."""
    name, _colon, variant = fact.partition(":")
    words = str(assembly().fact_by_name[name].words)
    return f"{words} ({variant_in_words(variant)})" if variant else words


def choose(person: Person, declined: Mapping[str, Sequence[str]]) -> None:
    """Keep what a person declines, by way; what no rule tells of and what is no way is left out."""
    told = {row["fact"] for row in current()["notify.rules"]}
    others = {name: value for name, value in person.notices.items() if name not in WAYS}
    person.notices = others | {way: sorted(told.intersection(declined.get(way, ()))) for way in WAYS}
    person.save(update_fields=["notices"])


def _declined(person: Person, way: str) -> Sequence[str]:
    kept = person.notices.get(way, ()) if isinstance(person.notices, dict) else ()
    return kept if isinstance(kept, list) else ()
