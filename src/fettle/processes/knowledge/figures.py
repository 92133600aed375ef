"""The measurements that knowledge offers: what articles were shown, solved, did not solve, and what is overdue."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fettle.facilities.cycles import facts as duties
from fettle.kernel.access.read import visible
from fettle.kernel.figures import Figure, Period, Reading, Scope
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.knowledge.cycles import REVIEW
from fettle.processes.knowledge.models import Tally
from fettle.processes.knowledge.records import ARTICLE

BLOCK = "reactive"


def _articles(period: Period, scope: Scope) -> QuerySet[Record]:
    found = visible(scope.actor, ARTICLE).filter(opened_at__lt=period.end)
    if scope.organisation_path:
        found = found.filter(organisation__path__startswith=scope.organisation_path)
    if scope.service_id:
        found = found.filter(service_id=scope.service_id)
    return found.filter(team_id=scope.team_id) if scope.team_id else found


def _measured(period: Period, scope: Scope) -> bool:
    """Nothing was measured before there was an article."""
    return scope.once(("articles", period.end), lambda: _articles(period, scope).exists())


def _told(period: Period, scope: Scope) -> dict[str, dict[int, tuple[str, int]]]:
    """What was counted of each article on the days of the period, the most first: by what, id → (name, times)."""

    def read() -> dict[str, dict[int, tuple[str, int]]]:
        zone: ZoneInfo = scope.actor.tzinfo
        first, last = period.start.astimezone(zone).date(), period.end.astimezone(zone).date()
        articles = _articles(period, scope).order_by().values("pk")
        rows = Tally.objects.filter(article__in=articles, day__gte=first, day__lt=last)
        told = rows.values_list("what", "article_id", "article__number", "article__title").annotate(times=Sum("times"))
        found: dict[str, dict[int, tuple[str, int]]] = {}
        for what, pk, number, title, times in told.order_by("-times", "article_id"):
            found.setdefault(what, {})[pk] = f"{number} {title}", times
        return found

    return scope.once(("knowledge", period), read)


def _counted(what: Tally.What) -> Callable[[Period, Scope], Reading]:
    """A sum over the days of the period, by article."""

    def compute(period: Period, scope: Scope) -> Reading:
        if not _measured(period, scope):
            return Reading(None)
        found = _told(period, scope).get(what, {})
        by, ids = dict(found.values()), tuple(found)
        return Reading(
            sum(by.values()),
            lambda: ids,
            {"article": by},
            keys={"article": {name: str(pk) for pk, (name, _times) in found.items()}},
            within=lambda _article, members: tuple(pk for pk in ids if str(pk) in members),
        )

    return compute


def stale(period: Period, scope: Scope) -> Reading:
    """Articles in force whose review was overdue at the end, as the entries up to then say. Entries keep each day from
    which a review was due, so a later review does not change what was so then.
    """
    if not _measured(period, scope):
        return Reading(None)
    articles = _articles(period, scope)
    day = timezone.localtime(period.end, scope.actor.tzinfo).date().isoformat()
    entries = Entry.objects.filter(record__in=articles.values("pk"), happened_at__lt=period.end)
    due: dict[int, str] = {}
    for record, facts in entries.order_by("record_id", "happened_at", "seq").values_list("record_id", "facts"):
        for fact in facts:
            _follow(due, record, fact["name"], fact.get("data", {}))
    ids = tuple(sorted(record for record, on in due.items() if on < day))
    return Reading(len(ids), lambda: ids)


def _follow(due: dict[int, str], record: int, name: str, data: dict[str, str]) -> None:
    if name == "documents.withdrawn":
        due.pop(record, None)
    if data.get("code") != REVIEW:
        return
    if name == duties.DutySet.name:
        due[record] = data["due_on"]
    elif name in (duties.DutyDone.name, duties.DutySkipped.name):
        due[record] = data["next_due"]
    elif name == duties.DutyEnded.name:
        due.pop(record, None)


FIGURES = (
    Figure("KNO-1", _("Articles shown in the portal"), "", BLOCK, _counted(Tally.What.SHOWN), counts=False),
    Figure("KNO-2", _("Solved with an article"), "", BLOCK, _counted(Tally.What.HELPED), counts=False),
    Figure("KNO-3", _("Articles that did not help"), "", BLOCK, _counted(Tally.What.FAILED), counts=False),
    Figure("KNO-4", _("Articles used by staff"), "", BLOCK, _counted(Tally.What.USED), counts=False),
    Figure("KNO-5", _("Articles whose review is overdue"), "", BLOCK, stale),
)
