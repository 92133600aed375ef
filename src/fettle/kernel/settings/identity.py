"""By which words somebody is and was known here, as their row and the register's history say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant

FEWEST_DIGITS = 6
"""Of a phone number that means one person; a shorter one is an extension, or part of something else."""

REMARK = re.compile(r"\([^()]*\)")
"""What stands behind a name in brackets."""


@dataclass(frozen=True)
class Identity:
    """``names`` and ``mails`` are all they ever had. ``telling`` mean them wherever they stand: addresses, whole phone
    numbers, and names of several words that nobody else bears.
    """

    names: frozenset[str]
    mails: frozenset[str]
    telling: frozenset[str]


def of(person: Person) -> Identity:
    """Every word the person was known by."""
    written = [{"name": person.name, "mail": person.mail, "phone": person.phone}, *_written_about(person)]

    def all_of(column: str) -> frozenset[str]:
        return frozenset(str(values[column]) for values in written if values.get(column))

    names, mails = _with_and_without_remark(all_of("name")), all_of("mail")
    phones = {phone for phone in all_of("phone") if len(re.findall(r"[0-9]", phone)) >= FEWEST_DIGITS}
    own = {name for name in names if " " in name and not _namesakes(name, person)}
    return Identity(names, mails, mails | phones | own)


def records_of(person: Person) -> frozenset[int]:
    """The records that name the person, or on which they did something."""
    named = Participant.objects.filter(person=person).values_list("record_id", flat=True)
    did = Entry.everything.filter(Q(actor=person) | Q(on_behalf_of=person)).values_list("record_id", flat=True)
    return frozenset(named.union(did))


def _written_about(person: Person) -> Iterator[Mapping[str, Any]]:
    """The values that administrators wrote about the person, old and new."""
    subject = f"person:{person.pk}"
    about = Entry.everything.filter(facts__contains=[{"data": {"subject": subject}}])
    for stored in about.values_list("facts", flat=True):
        for data in (fact.get("data", {}) for fact in stored):
            if data.get("subject") == subject:
                yield {"name": data.get("label")}
                yield data.get("before") or {}
                yield data.get("after") or {}


def _with_and_without_remark(names: frozenset[str]) -> frozenset[str]:
    """“Ada Lind (pupil)” is called Ada Lind too."""
    plain = {" ".join(REMARK.sub(" ", name).split()) for name in names}
    return names | frozenset(filter(None, plain))


def _namesakes(name: str, person: Person) -> bool:
    return Person.objects.filter(name__iexact=name).exclude(pk=person.pk).exists()
