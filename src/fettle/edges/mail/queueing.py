"""Whose turn it is: the oldest mail's, but for senders of whom so many wait that everybody else would wait for them."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.db.models import Count, QuerySet

from fettle.edges.mail.models import IncomingMail

A_FEW = 20
"""Mails between two looks at who waits."""
A_CROWD = 50
"""Waiting mails of one sender, more than anybody writes."""
LOOKED_AT = 1000
"""Waiting mails among which a crowd is looked for; behind it the next."""
LOOKS = 3
"""After so many looks that found a crowd all that waits is counted once: each look goes past all crowds before it."""
FIRST_BYTES = 20_000
FROM = re.compile(rb"(?im)^from:[^\r\n]{0,500}?([^\s<>\"'(),:;@\x00-\x1f]{1,64}@[a-z0-9.-]{1,250})")
FOLDED = re.compile(rb"\r?\n[ \t]+")


def claims(raw: bytes) -> str:
    """The address that a mail seems to come from, before it is read; "" where none is found at a glance. It decides
    nothing but whose turn it is.
    """
    headers = FOLDED.sub(b" ", raw[:FIRST_BYTES]).partition(b"\r\n\r\n")[0].partition(b"\n\n")[0]
    found = FROM.search(headers)
    return found[1].decode("ascii", "replace").lower() if found else ""


class Turn(NamedTuple):
    """A mail whose turn comes, and the name of its bytes."""

    pk: int
    file: str | None


def next_few(waiting: QuerySet[IncomingMail]) -> list[Turn]:
    """Those whose turn it is, in the order in which they came; a crowd's when nobody else waits."""
    others = waiting
    for most in (*[LOOKED_AT] * LOOKS, None):
        if not (crowd := _crowd(others, most)):
            break
        others = others.exclude(sender__in=crowd)
    return _turns(others) or _turns(waiting)


def _turns(waiting: QuerySet[IncomingMail]) -> list[Turn]:
    return [Turn(*row) for row in waiting.values_list("pk", "file_id")[:A_FEW]]


def _crowd(waiting: QuerySet[IncomingMail], most: int | None) -> list[str]:
    """Of whom too many wait among the oldest, or among all: a hundred thousand would be counted every time."""
    oldest = IncomingMail.objects.filter(pk__in=_keys(waiting)[:most]).exclude(sender="")
    senders = oldest.order_by().values("sender").annotate(count=Count("pk"))
    return list(senders.filter(count__gt=A_CROWD).values_list("sender", flat=True))


def _keys(waiting: QuerySet[IncomingMail]) -> QuerySet[IncomingMail, int]:
    return waiting.values_list("pk", flat=True)
