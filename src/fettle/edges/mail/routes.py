"""What a mailbox can make of its mails, and how a conversation on a record goes on by mail. ``site/assembly.py`` lists
the routes; the rooms know nothing of mail but what stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fettle.kernel.assembly import assembly
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.models import Record

SLOT = "mail.routes"


@dataclass(frozen=True)
class Route:
    """``code`` is the key of the kind of record that it makes, ``may`` what the desk may do on such records.

    ``opens(actor, title=, text=, files=, team=)`` gives the new record; ``answers(actor, number, text=, quoted=,
    files=)`` writes as somebody on it and ``notes`` for staff alone. ``reopens(actor, number)`` goes on with what is
    solved, ``follows_up(actor, number, text=)`` makes a new record of what is over. ``stands(record)`` is open, solved
    or over; ``leads_to(record)`` the record in which its conversation goes on; ``works(actor, record)`` whether
    somebody works on it; ``joins(organisation, person)`` whether somebody may be told of what belongs there.
    ``hears(actor, number, text=, quoted=, files=, party=, whom=, sender=, known=)`` writes a supplier's answer for
    staff alone, where such records are forwarded to suppliers.
    """

    code: str
    label: Any
    may: tuple[str, ...]
    opens: Callable[..., Record]
    answers: Callable[..., Record]
    notes: Callable[..., Record]
    reopens: Callable[..., Record]
    follows_up: Callable[..., Record]
    stands: Callable[[Record], str]
    leads_to: Callable[[Record], Record]
    works: Callable[[Any, Record], bool]
    joins: Callable[[Organisation, Person], bool]
    hears: Callable[..., Record] | None = None


def routes() -> Sequence[Route]:
    return assembly().slots.get(SLOT, ())


def route(code: str) -> Route | None:
    return next((one for one in routes() if one.code == code), None)
