"""Reads of articles: the door of the people we serve, and what fits what somebody types."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fettle.facilities.documents import queries as texts
from fettle.facilities.documents.workflow import WITHDRAWN
from fettle.facilities.search.alike import begun_in, stems
from fettle.facilities.search.queries import any_of
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import visible
from fettle.kernel.errors import NotSeen
from fettle.kernel.records import numbers
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import EVERYONE
from fettle.kernel.settings.read import current
from fettle.processes.knowledge.definitions import KEEPING
from fettle.processes.knowledge.records import ARTICLE, SEE

ENOUGH, LOOKED_AT = 4, 60
READS, SAYS = "services.see", "incidents.register"
"""What everybody who signs in may: to read here, and to say what came of it; a token may be too narrow for either."""
IN_TITLE, IN_TEXT = 3, 1
TELLING, LONG = 8, 5
"""Letters of the title's words together, or of one of them, from which on they say what it is about."""


@dataclass(frozen=True)
class Fit:
    """An article that may answer, with its points."""

    record: Record
    points: int


def published(actor: Actor) -> QuerySet[Record]:
    """What is in force, for everyone, and of the reader's own organisation or one above it. Nothing else is ever shown
    to the people we serve: neither drafts nor what is for staff, whatever they ask for.
    """
    if not may(actor, READS):
        return Record.objects.none()
    house = Actor.house(gettext_noop("portal"), SEE)
    found = visible(house, ARTICLE).filter(article__audience=EVERYONE, organisation_id__in=actor.lineage)
    return _in_force(found)


def for_staff(actor: Actor) -> QuerySet[Record]:
    """What is in force and the actor may see as staff, for everyone or not."""
    return _in_force(visible(actor, ARTICLE))


def _in_force(found: QuerySet[Record]) -> QuerySet[Record]:
    held = found.exclude(state=WITHDRAWN).filter(article__in_force__isnull=False)
    return held.filter(article__effective_on__lte=timezone.localdate()).select_related("article", "service")


def read(actor: Actor, number: str) -> Record:
    """One of those. Raises NotSeen for everything else, whether it exists or not."""
    record = published(actor).filter(number=numbers.tidy(number) or "").first()
    if record is None:
        raise NotSeen(_("There is no %(number)s here, or it is not for you to see.") % {"number": number[:40]})
    return record


def text(record: Record) -> str:
    """The words that are in force."""
    return texts.text_of(record, record.item.in_force)


def answering(actor: Actor, typed: str, limit: int = ENOUGH) -> list[Fit]:
    """Published articles that answer, for everybody, the best first."""
    return _fitting(replace(_reader(), organisation_id=actor.organisation_id), published(actor), typed, limit)


def suggested(actor: Actor, typed: str, limit: int = ENOUGH) -> list[Fit]:
    """The same for staff, with what is for staff."""
    return _fitting(actor, for_staff(actor), typed, limit)


def _reader() -> Actor:
    """Searches in the words that everybody may read, and in no others."""
    house = Actor.house(gettext_noop("portal"), SEE)
    return replace(house, scopes=tuple(replace(scope, staff=False) for scope in house.scopes))


def _fitting(reader: Actor, among: QuerySet[Record], typed: str, limit: int) -> list[Fit]:
    """The index finds what shares any beginning of a word; titles and texts of the best of them are then compared."""
    beginnings = stems(typed)
    if not beginnings or not current()[KEEPING.key]["suggest"]:
        return []
    documents = {each.record_id: each for each in any_of(reader, beginnings, ARTICLE, among, LOOKED_AT)}
    fits = []
    for record in among.filter(pk__in=documents) if documents else ():
        points = _points(beginnings, record.title, documents[record.pk].parts)
        if points:
            fits.append(Fit(record, points))
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
