"""The measurements that problem management offers: PRB-0 of FITS with its bands, and what stands beside it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fettle.facilities.links.facts import Linked, Unlinked
from fettle.kernel.access.read import visible
from fettle.kernel.figures import Figure, Period, Reading, Scope
from fettle.kernel.history.models import Entry
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.settings.choices import label_of
from fettle.kernel.settings.read import current
from fettle.processes.knowledge import queries as answers
from fettle.processes.problems.definitions import HANDLING
from fettle.processes.problems.facts import FACTS, Closed, KnownErrorAdded, Recorded, Resolved
from fettle.processes.problems.known_errors.records import KNOWN_ERROR
from fettle.processes.problems.records import PROBLEM
from fettle.processes.problems.workflow import SOURCES, STANDING

BLOCK, DAY = "proactive", 86_400
NOTHING_SOLVED, NOTHING_RECORDED = _("nothing solved"), _("nothing recorded")
BAND, SERVICE, SOURCE = "time to solve", "service", "source"
Split = dict[str, list[tuple[int, str]]]
"""By dimension: of each record the key of the member that it belongs to."""


def _told(kind: Kind, fact: str, period: Period, scope: Scope) -> list[int]:
    """The records of a kind to which this happened in the period, in ascending order."""

    def read() -> list[int]:
        happened = Entry.objects.filter(fact=fact, happened_at__gte=period.start, happened_at__lt=period.end)
        found = happened.filter(record__in=_within(kind, scope).values("pk")).order_by()
        return sorted(found.values_list("record_id", flat=True).distinct())

    return scope.once((fact, period), read)


def _open_at_the_end(period: Period, scope: Scope) -> list[int]:
    """Those whose last change of state before the end left them open: each is open now, or moved since then."""

    def read() -> list[int]:
        moves = Entry.objects.filter(fact__in=[fact.name for fact in FACTS], changes__has_key="state")
        since = moves.filter(happened_at__gte=period.end).values("record_id")
        near = _within(PROBLEM, scope).filter(Q(is_open=True) | Q(pk__in=since))
        last = (
            moves.filter(happened_at__lt=period.end, record__in=near.values("pk"))
            .order_by("record_id", "-happened_at", "-seq")
            .distinct("record_id")
        )
        rows = last.values_list("record_id", "changes")
        return [record for record, changes in rows if changes["state"][1] in STANDING]

    return scope.once(("problems open", period.end), read)


def _days(period: Period, scope: Scope) -> dict[int, float]:
    """Of each problem that was solved in the period, how many days after it was recorded; the last time counts."""

    def read() -> dict[int, float]:
        solved = _told(PROBLEM, Resolved.name, period, scope)
        ends: dict[int, datetime] = {}
        rows = Entry.objects.filter(fact=Resolved.name, record__in=solved, happened_at__lt=period.end)
        for record, at in rows.order_by("happened_at", "seq").values_list("record_id", "happened_at"):
            ends[record] = at
        begun = dict(Record.objects.filter(pk__in=solved).values_list("pk", "opened_at"))
        return {record: max(0.0, (ends[record] - begun[record]).total_seconds() / DAY) for record in solved}

    return scope.once(("problems solved", period), read)


def _bands() -> list[int]:
    """The days at which one band of the times to solve ends and the next begins, as they are settled."""
    settled = current()[HANDLING.key]
    return sorted({settled[name] for name in ("band_1", "band_2", "band_3") if settled.get(name)})


def solved(period: Period, scope: Scope) -> Reading:
    """PRB-0: how many, and how long it took in bands."""
    if not _laid_down(period, scope):
        return Reading(None)
    days = _days(period, scope)
    ends = _bands()
    words = [*(gettext("up to %(count)s days") % {"count": end} for end in ends)]
    words.append(gettext("over %(count)s days") % {"count": ends[-1]} if ends else gettext("any time"))
    split = _split(days, scope)
    split[BAND] = [(record, str(sum(took > end for end in ends))) for record, took in days.items()]
    names = {BAND: {str(at): word for at, word in enumerate(words)}}
    return _reading(sorted(days), split, names)


def mean(period: Period, scope: Scope) -> Reading:
    """Minutes from recording to solving, around the clock, of those that were solved in the period."""
    if not _laid_down(period, scope):
        return Reading(None)
    days = _days(period, scope)
    if not days:
        return Reading(None, because=NOTHING_SOLVED)
    ids = tuple(sorted(days))
    return Reading(round(sum(days.values()) * DAY / 60 / len(days), 1), lambda: ids)


def proactive(period: Period, scope: Scope) -> Reading:
    """Those recorded in the period that were found before users noticed, by their source."""
    if not _laid_down(period, scope):
        return Reading(None)
    codes = [row["code"] for row in current()[SOURCES] if row.get("proactive")]
    recorded = Record.objects.filter(pk__in=_told(PROBLEM, Recorded.name, period, scope))
    ids = sorted(recorded.filter(problem__source__in=codes).values_list("pk", flat=True))
    return _reading(ids, _split(ids, scope), {})


def incidents_each(period: Period, scope: Scope) -> Reading:
    """Of those recorded in the period, how many incidents and requests were linked to each by its end, on average."""
    if not _laid_down(period, scope):
        return Reading(None)
    ids = tuple(_told(PROBLEM, Recorded.name, period, scope))
    if not ids:
        return Reading(None, because=NOTHING_RECORDED)
    linked: dict[int, set[int]] = defaultdict(set)
    entries = Entry.objects.filter(record__in=ids, happened_at__lt=period.end).order_by(
        "record_id", "happened_at", "seq"
    )
    for record, facts in entries.values_list("record_id", "facts"):
        for fact in facts:
            _follow(linked[record], fact)
    return Reading(round(sum(map(len, linked.values())) / len(ids), 1), lambda: ids)


def _follow(linked: set[int], fact: Mapping[str, Any]) -> None:
    data = fact.get("data", {})
    if data.get("relation") != "causes":
        return
    if fact["name"] == Linked.name:
        linked.add(data["other"])
    elif fact["name"] == Unlinked.name:
        linked.discard(data["other"])


def _count(kind: Kind, fact: str) -> Callable[[Period, Scope], Reading]:
    def compute(period: Period, scope: Scope) -> Reading:
        if not _laid_down(period, scope):
            return Reading(None)
        ids = _told(kind, fact, period, scope)
        return _reading(ids, _split(ids, scope), {})

    return compute


def still_open(period: Period, scope: Scope) -> Reading:
    """Those that nobody had closed at the end."""
    if not _laid_down(period, scope):
        return Reading(None)
    ids = _open_at_the_end(period, scope)
    return _reading(ids, _split(ids, scope), {})


def _tallied(what: str) -> Callable[[Period, Scope], Reading]:
    """A sum over the days of the period, by known error."""

    def compute(period: Period, scope: Scope) -> Reading:
        if not _laid_down(period, scope):
            return Reading(None)

        def read() -> dict[str, dict[int, int]]:
            zone: ZoneInfo = scope.actor.tzinfo
            first, last = period.start.astimezone(zone).date(), period.end.astimezone(zone).date()
            return answers.told(_within(KNOWN_ERROR, scope), first, last)

        found = scope.once(("known errors told", period), read).get(what, {})
        ids = tuple(sorted(found))
        rows = Record.objects.filter(pk__in=ids).order_by().values_list("pk", "number", "title")
        names = {pk: f"{number} {title}" for pk, number, title in rows}
        return Reading(
            sum(found.values()),
            lambda: ids,
            {"known error": {names[pk]: found[pk] for pk in sorted(ids, key=lambda pk: -found[pk])}},
            keys={"known error": {name: str(pk) for pk, name in names.items()}},
            within=lambda _dimension, members: tuple(pk for pk in ids if str(pk) in members),
        )

    return compute


def _split(ids: Iterable[int], scope: Scope) -> Split:
    """Service and source of each."""
    rows = Record.objects.filter(pk__in=list(ids)).order_by("pk")
    told = list(rows.values_list("pk", "service_id", "problem__source"))
    split: Split = {SERVICE: [(pk, str(service or "")) for pk, service, _source in told]}
    if any(source for _pk, _service, source in told):
        split[SOURCE] = [(pk, source or "") for pk, _service, source in told]
    return split


def _reading(ids: Sequence[int], split: Split, names: Mapping[str, Mapping[str, str]]) -> Reading:
    """The count with its parts. ``names`` are the members of a dimension that is told whole, in its order."""
    services = Record.objects.filter(pk__in={int(key) for _pk, key in split.get(SERVICE, ()) if key})
    titles = {str(pk): title for pk, title in services.order_by().values_list("pk", "title")}
    kept = tuple(ids)
    by: dict[str, dict[str, float | int | None]] = {}
    keys: dict[str, dict[str, str]] = {}
    for dimension, members in split.items():
        counts = Counter(key for _pk, key in members)
        order = list(names.get(dimension, ())) or [key for key, _count in counts.most_common()]
        by[dimension], keys[dimension] = {}, {}
        for key in order:
            word = names.get(dimension, {}).get(key) or _named(dimension, key, titles)
            word = word if word not in by[dimension] else f"{word} ({key})"
            by[dimension][word], keys[dimension][word] = counts[key], key
    return Reading(
        len(kept),
        lambda: kept,
        by,
        keys=keys,
        within=lambda dimension, members: tuple(pk for pk, key in split[dimension] if key in members),
    )


def _named(dimension: str, key: str, titles: Mapping[str, str]) -> str:
    if not key:
        return gettext("not given")
    return titles.get(key, key) if dimension == SERVICE else label_of(SOURCES, key)


def _laid_down(period: Period, scope: Scope) -> bool:
    """Nobody could record a problem here before it was settled how problems are handled."""

    def read() -> bool:
        begun = Entry.objects.filter(fact="settings.defined", record__setting__key=HANDLING.key)
        return begun.filter(happened_at__lt=period.end).exists()

    return scope.once(("problems laid down", period.end), read)


def _within(kind: Kind, scope: Scope) -> QuerySet[Record]:
    records = visible(scope.actor, kind)
    if scope.organisation_path:
        records = records.filter(organisation__path__startswith=scope.organisation_path)
    if scope.service_id:
        records = records.filter(service_id=scope.service_id)
    if scope.team_id:
        records = records.filter(team_id=scope.team_id)
    return records.order_by()


FIGURES = (
    Figure("PRB-0", _("Problems solved"), "", BLOCK, solved),
    Figure("PRB-1", _("Problems recorded"), "", BLOCK, _count(PROBLEM, Recorded.name)),
    Figure("PRB-2", _("Problems closed"), "", BLOCK, _count(PROBLEM, Closed.name)),
    Figure("PRB-3", _("Problems open at the end"), "", BLOCK, still_open),
    Figure("PRB-4", _("Mean time to solve a problem"), "min", BLOCK, mean, counts=False),
    Figure("PRB-5", _("Problems found proactively"), "", BLOCK, proactive),
    Figure("PRB-6", _("Incidents linked per problem"), "", BLOCK, incidents_each, counts=False),
    Figure("PRB-7", _("Known errors added"), "", BLOCK, _count(KNOWN_ERROR, KnownErrorAdded.name)),
    Figure("PRB-8", _("Workarounds used by staff"), "", BLOCK, _tallied("used"), counts=False),
    Figure("PRB-9", _("Incidents avoided by workarounds"), "", BLOCK, _tallied("helped"), counts=False),
)
