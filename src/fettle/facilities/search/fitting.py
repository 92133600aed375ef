"""What answers what somebody typed: records whose words are compared with it, the best first. For staff and for the
people we serve alike: who may be shown what is for whoever asks to say.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from fettle.facilities.search.alike import begun_in, stems
from fettle.facilities.search.queries import any_of
from fettle.kernel.access.actor import Actor
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record

ENOUGH, LOOKED_AT = 4, 60
IN_TITLE, IN_TEXT = 3, 1
SURE = 100
"""Points that say by themselves that it is about this."""
TELLING, LONG = 8, 5
"""Letters of the title's words together, or of one of them, from which on they say what it is about."""


@dataclass(frozen=True)
class Fit:
    """A record that may answer, with its points."""

    record: Record
    points: int


def everybody(actor: Actor, see: str) -> Actor:
    """Whoever asks, searching in the words that everybody may read, and in no others."""
    house = Actor.house(gettext_noop("portal"), see)
    scopes = tuple(replace(scope, staff=False) for scope in house.scopes)
    return replace(house, scopes=scopes, organisation_id=actor.organisation_id)


def fitting(
    reader: Actor,
    kind: Kind,
    among: QuerySet[Record],
    typed: str,
    limit: int = ENOUGH,
    more: Callable[[Record], int] = lambda record: 0,
    anyway: Q | None = None,
) -> list[Fit]:
    """The index finds what shares any beginning of a word; titles and texts of the best of them are then compared.
    ``more`` adds points to what fits, for what else speaks for it. What fulfils ``anyway`` needs no words: it is only
    asked for its further points. Two statements.
    """
    beginnings = stems(typed)
    if not beginnings and anyway is None:
        return []
    documents = {each.record_id: each for each in any_of(reader, beginnings, kind, among, LOOKED_AT)}
    fits = []
    wanted = Q(pk__in=list(documents)) | anyway if anyway else Q(pk__in=list(documents))
    for record in among.filter(wanted) if documents or anyway else ():
        parts = documents[record.pk].parts if record.pk in documents else ()
        points, further = _points(beginnings, record.title, parts), more(record)
        if points or further >= SURE:
            fits.append(Fit(record, points + further))
    return sorted(fits, key=lambda fit: (-fit.points, -fit.record.pk))[:limit]


def _points(beginnings: list[str], title: str, parts: Any) -> int:
    """0 where neither long words of the title, nor half of what was typed, nor most of it in the text say that it is
    about this.
    """
    in_title = begun_in(beginnings, title)
    in_text = begun_in(beginnings, " ".join(words for _label, _weight, words in parts))
    long = max((len(word) for word in in_title), default=0) >= LONG or len("".join(in_title)) >= TELLING
    most = 2 * len(in_title) >= len(beginnings)
    if not long and not most and 3 * len(in_text) < 2 * max(len(beginnings), 3):
        return 0
    return IN_TITLE * len(in_title) + IN_TEXT * len(in_text)
