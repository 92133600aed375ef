"""The measurements that customer relationship management offers: complaints of a period (PR7.A2.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.read import visible
from fettle.kernel.figures import Figure, Period, Reading, Scope
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.processes.customers.complaints.records import COMPLAINT
from fettle.processes.customers.complaints.workflow import STANDING
from fettle.processes.customers.definitions import HANDLING
from fettle.processes.customers.facts import Answered, Closed, FollowedUp, Received, Reopened, Taken, Withdrawn

Behind = Callable[[Period, QuerySet[Record]], Iterable[int]]
NOTHING_ANSWERED = _("nothing answered")
MOVES = [fact.name for fact in (Received, Taken, Answered, FollowedUp, Closed, Reopened, Withdrawn)]
"""What changes the state of a complaint."""


def told(fact: str) -> Behind:
    """The complaints to which this happened in the period; one to which it happened twice counts once."""

    def behind(period: Period, records: QuerySet[Record]) -> Iterable[int]:
        return _in(period, fact, records).order_by().values_list("record_id", flat=True).distinct()

    return behind


def open_at_the_end(period: Period, records: QuerySet[Record]) -> Iterable[int]:
    """Those whose last change of state before the end left them open: each is open now, or moved since then."""
    moves = Entry.objects.filter(fact__in=MOVES, changes__has_key="state")
    since = moves.filter(happened_at__gte=period.end).values("record_id")
    near = records.filter(Q(is_open=True) | Q(pk__in=since))
    last = (
        moves.filter(happened_at__lt=period.end, record__in=near.values("pk"))
        .order_by("record_id", "-happened_at", "-seq")
        .distinct("record_id")
    )
    return [record for record, changes in last.values_list("record_id", "changes") if changes["state"][1] in STANDING]


def in_time(period: Period, scope: Scope) -> Reading:
    """Of the answers given in the period, the share that came by the day settled for them, in per cent."""
    if not _laid_down(period, scope):
        return Reading(None)
    answers = list(_in(period, Answered.name, _within(scope)).values_list("record_id", "facts"))
    kept = [record for record, facts in answers if facts[0].get("data", {}).get("in_time")]
    if not answers:
        return Reading(None, because=NOTHING_ANSWERED)
    return Reading(round(100 * len(kept) / len(answers), 1), lambda: tuple(sorted(set(kept))))


def _count(behind: Behind) -> Callable[[Period, Scope], Reading]:
    def compute(period: Period, scope: Scope) -> Reading:
        if not _laid_down(period, scope):
            return Reading(None)
        ids = tuple(sorted(behind(period, _within(scope))))
        rows = list(Record.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "service_id", "organisation_id"))
        by = {"service": [row[1] for row in rows], "customer": [row[2] for row in rows]}
        names = {
            "service": _named(Record.objects.filter(pk__in=set(by["service"]) - {None}), "title"),
            "customer": _named(Organisation.objects.filter(pk__in=set(by["customer"])), "name"),
        }
        said = {name: _split(members, names[name]) for name, members in by.items()}
        groups = {
            name: [(row[0], str(member or "")) for row, member in zip(rows, members, strict=True)]
            for name, members in by.items()
        }
        return Reading(
            len(ids),
            lambda: ids,
            {name: values for name, (values, _keys) in said.items()},
            keys={name: keys for name, (_values, keys) in said.items()},
            within=lambda name, keys: tuple(pk for pk, key in groups[name] if key in keys),
        )

    return compute


def _named(found: QuerySet[Any], name: str) -> dict[int, str]:
    return dict(found.order_by().values_list("pk", name))


def _split(members: Sequence[int | None], names: dict[int, str]) -> tuple[dict[str, int], dict[str, str]]:
    """How many each member has, most first; and what an address calls each."""
    counts: dict[str, int] = {}
    keys: dict[str, str] = {}
    for pk, count in Counter(members).most_common():
        label = names[pk] if pk else gettext("not given")
        label = label if label not in counts else f"{label} ({pk})"
        counts[label], keys[label] = count, str(pk or "")
    return counts, keys


def _in(period: Period, fact: str, records: QuerySet[Record]) -> QuerySet[Entry]:
    happened = Entry.objects.filter(fact=fact, happened_at__gte=period.start, happened_at__lt=period.end)
    return happened.filter(record__in=records.values("pk"))


def _laid_down(period: Period, scope: Scope) -> bool:
    """Nobody could complain here before it was settled how complaints are handled."""

    def read() -> bool:
        begun = Entry.objects.filter(fact="settings.defined", record__setting__key=HANDLING.key)
        return begun.filter(happened_at__lt=period.end).exists()

    return scope.once(("complaints laid down", period.end), read)


def _within(scope: Scope) -> QuerySet[Record]:
    records = visible(scope.actor, COMPLAINT)
    if scope.organisation_path:
        records = records.filter(organisation__path__startswith=scope.organisation_path)
    if scope.service_id:
        records = records.filter(service_id=scope.service_id)
    if scope.team_id:
        records = records.filter(team_id=scope.team_id)
    return records.order_by()


def _figure(number: int, label: Any, behind: Behind) -> Figure:
    return Figure(f"CMP-{number}", label, "", "complaints", _count(behind))


FIGURES = (
    _figure(1, _("Complaints received"), told(Received.name)),
    _figure(2, _("Complaints answered"), told(Answered.name)),
    Figure("CMP-3", _("Complaints answered in time"), "%", "complaints", in_time, counts=False),
    _figure(4, _("Complaints closed"), told(Closed.name)),
    _figure(5, _("Complaints withdrawn"), told(Withdrawn.name)),
    _figure(6, _("Complaints open at the end"), open_at_the_end),
)
