"""Reads of articles: the door of the people we serve, and what fits what somebody types."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fettle.facilities.documents import queries as texts
from fettle.facilities.documents.workflow import WITHDRAWN
from fettle.facilities.search.fitting import ENOUGH, Fit, everybody, fitting
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import visible
from fettle.kernel.errors import NotSeen
from fettle.kernel.records import numbers
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import EVERYONE
from fettle.kernel.settings.read import current
from fettle.processes.knowledge import tallies
from fettle.processes.knowledge.definitions import KEEPING
from fettle.processes.knowledge.models import Tally
from fettle.processes.knowledge.records import ARTICLE, SEE

READS, SAYS = "services.see", "incidents.register"
"""What everybody who signs in may: to read here, and to say what came of it; a token may be too narrow for either."""


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
    return fitting(everybody(actor, SEE), ARTICLE, published(actor), typed, limit) if _offered() else []


def suggested(actor: Actor, typed: str, limit: int = ENOUGH) -> list[Fit]:
    """The same for staff, with what is for staff."""
    return fitting(actor, ARTICLE, for_staff(actor), typed, limit) if _offered() else []


def _offered() -> bool:
    return bool(current()[KEEPING.key]["suggest"])


def counted(records: Collection[int]) -> dict[int, dict[str, int]]:
    """How often each of these was shown, helped, did not help and was used: every count, 0 where there was none. Of
    whatever is offered as an answer, articles and known errors alike.
    """
    return tallies.of(records)


def told(records: QuerySet[Record], first: date, last: date) -> dict[str, dict[int, int]]:
    """What was counted of these from the first day until before the last one: by what, id → times."""
    rows = Tally.objects.filter(article__in=records.order_by().values("pk"), day__gte=first, day__lt=last)
    found: dict[str, dict[int, int]] = {}
    for what, record, times in rows.values_list("what", "article_id").annotate(Sum("times")):
        found.setdefault(what, {})[record] = times
    return found
