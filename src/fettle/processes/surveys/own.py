"""What an agent may know of all ratings of their own work together: their mean, once enough people rated, and nobody
else's. It counts whole months only and says no number of ratings, so that no single one can be reckoned from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.settings.read import current
from fettle.processes.incidents.queries import DESK
from fettle.processes.surveys.definitions import HANDLING_KEY
from fettle.processes.surveys.models import Answer

WORK = "incidents.work"


@dataclass(frozen=True)
class Own:
    """``mean`` of 5, None while fewer than ``least`` people rated from ``first`` to ``last``."""

    mean: float | None
    least: int
    first: date
    last: date


def own(actor: Actor) -> Own | None:
    """Of the records that are assigned to this actor; None for whoever does not work at the desk."""
    if actor.person_id is None or not any(WORK in scope.permissions for scope in actor.scopes):
        return None
    least, (first, end) = int(current()[HANDLING_KEY]["smallest"]), _months(timezone.localdate(timezone=actor.tzinfo))
    begins, ends = (datetime.combine(day, time.min, actor.tzinfo) for day in (first, end))
    given = Answer.objects.filter(at__gte=begins, at__lt=ends, question=0, score__isnull=False)
    mine = given.filter(record__assignee_id=actor.person_id, record__in=visible(actor, *DESK).order_by().values("pk"))
    rows = list(mine.exclude(invitation__person_id=actor.person_id).values_list("invitation__person_id", "score"))
    scores = [score for _who, score in rows if score is not None]
    enough = len({who for who, _score in rows}) >= least
    return Own(round(sum(scores) / len(scores), 1) if enough else None, least, first, end - timedelta(days=1))


def _months(today: date) -> tuple[date, date]:
    """The twelve whole months before this one: their first day, and the first day of this one."""
    end = today.replace(day=1)
    return end.replace(year=end.year - 1), end
