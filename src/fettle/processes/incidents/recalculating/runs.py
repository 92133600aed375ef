"""A recalculation from the question to its outcome: looked at, then done in portions, or refused because what is agreed
changed meanwhile. Page and REST go this one way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fettle.kernel.access.actor import Actor, Channel
from fettle.kernel.access.ask import require_everywhere
from fettle.kernel.access.read import RESTRICTED, visible
from fettle.kernel.clock.models import Calendar, CalendarVersion
from fettle.kernel.errors import Invalid, NotSeen, Refusal
from fettle.kernel.history.many import Change, write_many
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.incidents.clocks import OPEN, Happening
from fettle.processes.incidents.facts import Recalculated
from fettle.processes.incidents.models import Recalculation
from fettle.processes.incidents.recalculating import parts
from fettle.processes.incidents.recalculating.anew import EFFECTS, Anew, Correction, anew
from fettle.processes.incidents.records import DESK, REQUEST
from fettle.processes.levels import queries as levels

MANAGE = "levels.manage"
PORTION = 1000
"""Records in one transaction."""
AT_ONCE = 500
"""Up to so many are counted while somebody waits."""
SHOWN = 50
"""So many of what changes are shown by name, what it means most to first."""
NEEDED = ("kind", "rank", "service", "organisation", "version", "updated_at", "due_at", "soon_at")
NEEDED_BELOW = ("record", "within_target", "response_due_at", "resolution_due_at")
State = Recalculation.State
Pair = tuple[Record, Anew]


def ask(
    actor: Actor,
    *,
    reason: str,
    agreement: Record | None = None,
    calendar: Calendar | None = None,
    since: date | None = None,
) -> Recalculation:
    """What would change; nothing does yet. ``since``: also what was resolved from that day on. Raises Invalid."""
    require_everywhere(actor, MANAGE)
    if (agreement is None) == (calendar is None):
        sentence = _("Choose either the agreement or the calendar that was corrected.")
        raise Invalid({"agreement": sentence, "calendar": sentence})
    if since is not None and since > timezone.localdate(timezone=actor.tzinfo):
        raise Invalid({"since": _("This lies in the future: give a day that has come.")})
    return Recalculation.objects.create(
        by_id=actor.person_id,
        agreement=agreement,
        calendar=calendar,
        since=since,
        reason=reason,
        looked_at=timezone.now(),
    )


def candidates(run: Recalculation) -> Any:
    """The records that are looked at, whoever may see them: what was agreed holds for restricted ones as well."""
    house = Actor.house(gettext_noop("Recalculation"), "incidents.see", RESTRICTED)
    wanted = Q(is_open=True, state__in=sorted(OPEN))
    if run.since is not None:
        begin = datetime.combine(run.since, time.min, zone_of(run))
        for kind in DESK:
            wanted |= Q(
                kind=kind.key, state__in=["resolved", "closed"], **{f"{kind.accessor}__resolved_at__gte": begin}
            )
    return visible(house, *DESK).filter(wanted, silent=False).order_by("pk")


def look(run: Recalculation) -> None:
    """Count what would change. Changes nothing but the run."""
    with timezone.override(zone_of(run)):
        _look(run)


def _look(run: Recalculation) -> None:
    run.stamp = stamp(run)
    correction, now = correction_of(run), timezone.now()
    effects: Counter[str] = Counter()
    first: dict[str, list[list[Any]]] = {effect: [] for effect in EFFECTS}
    total = 0
    parts.forget(run)
    for portion in _portions(run):
        total += len(portion)
        changed = list(_changed(portion, correction, now))
        parts.keep(run, changed)
        for record, found in changed:
            effects[found.effect] += 1
            if len(first[found.effect]) < SHOWN:
                first[found.effect].append([record.pk, found.effect, _iso(found.old), _iso(found.new)])
    run.total, run.changed, run.effects = total, effects.total(), dict(effects)
    run.first = [row for rows in first.values() for row in rows][:SHOWN]
    run.looked_at, run.state = now, State.LOOKED
    run.save()


def confirm(actor: Actor, run: Recalculation) -> None:
    """Do what was looked at. Raises Refusal when it was done, changes nothing, or what is agreed changed since."""
    require_everywhere(actor, MANAGE)
    held = Recalculation.objects.select_for_update().get(pk=run.pk)
    if held.state != State.LOOKED:
        raise Refusal(_("This recalculation was confirmed already, or is still being looked at."), rule="done_once")
    if not held.changed:
        raise Refusal(_("No record changes: there is nothing to do."), rule="something_changes")
    if held.stamp != stamp(run):
        raise Refusal(
            _("An agreement, a service or a calendar was changed since you looked: look at it again."),
            rule="nothing_changed_since",
        )
    held.state, held.confirmed_by_id = State.CONFIRMED, actor.person_id
    held.save(update_fields=["state", "confirmed_by"])
    run.refresh_from_db()


def do(actor: Actor, run: Recalculation) -> None:
    """All portions from where a former try stopped, as they were found by looking. What somebody changed since is left
    alone.
    """
    zone = zone_of(run)
    while run.state == State.CONFIRMED:
        with transaction.atomic(), timezone.override(zone):
            run = Recalculation.objects.select_for_update().get(pk=run.pk)
            if run.stamp != stamp(run):
                run.state = State.STOPPED
            elif (portion := parts.after(run)) is None:
                run.state, run.ended_at = State.DONE, timezone.now()
            else:
                _write(actor, run, portion)
            if run.state != State.CONFIRMED:
                parts.forget(run)
            run.save()


def _write(actor: Actor, run: Recalculation, portion: Sequence[parts.Found]) -> None:
    now, fact = timezone.now(), Recalculated(reason=run.reason)
    records = {record.pk: record for record in _rows(run, pk__in=[found.record for found in portion], lock=True)}
    changes = [
        Change(record, (fact, *found.promises), found.values)
        for found in portion
        if (record := records.get(found.record)) is not None and record.version == found.version
    ]
    for kind in DESK:
        write_many(actor, [change for change in changes if change.record.kind == kind.key], now)
    run.done += len(changes)
    run.left += len(portion) - len(changes)
    run.at = portion[-1].record


def _portions(run: Recalculation) -> Iterator[list[Record]]:
    """All candidates, with all that counting needs."""
    after = 0
    while portion := list(_rows(run, pk__gt=after)[:PORTION]):
        yield portion
        after = portion[-1].pk


def _rows(run: Recalculation, lock: bool = False, **which: Any) -> Any:
    """Candidates; locked in ascending order if asked."""
    joins = [kind.accessor for kind in DESK]
    columns = [
        *NEEDED,
        *(f"{join}__{name}" for join in joins for name in NEEDED_BELOW),
        f"{REQUEST.accessor}__standard",
    ]
    rows = candidates(run).filter(**which).select_related(*joins).only(*columns)
    return rows.select_for_update(of=("self",)) if lock else rows


def _changed(portion: Sequence[Record], correction: Correction, now: datetime) -> Iterator[Pair]:
    entries = Entry.objects.filter(record__in=[record.pk for record in portion])
    ordered = entries.order_by("record_id", "happened_at", "seq")
    told = groupby(ordered.values_list("record_id", "happened_at", "seq", "facts", "changes"), key=lambda row: row[0])
    stories = {pk: [Happening(*row[1:]) for row in rows] for pk, rows in told}
    for record in portion:
        record.item.record = record
        if found := anew(correction, record, stories.get(record.pk, []), now):
            yield record, found


def correction_of(run: Recalculation) -> Correction:
    if run.calendar_id is not None:
        versions = CalendarVersion.objects.filter(calendar=run.calendar_id).order_by("-version")
        newest, *earlier = versions.values_list("pk", flat=True)
        return Correction(frozenset(earlier), newest)
    return Correction(agreement=run.agreement.number if run.agreement else "")


def behind(actor: Actor, run: Recalculation) -> list[Record]:
    """Agreements that count by an earlier version of the calendar: new records do so until they are amended."""
    if run.calendar_id is None:
        return []
    return levels.counting_by(actor, correction_of(run).earlier)


def zone_of(run: Recalculation) -> tzinfo:
    """Whoever asked means days of their own, also where another one confirms it and a worker does it."""
    return ZoneInfo(run.by.settled_zone) if run.by else UTC


def stamp(run: Recalculation) -> str:
    """All that clocks follow from, in a text that is another one once any of it changed: what is promised on the day of
    whoever asked, and the hours of the calendar that was corrected.
    """
    day = timezone.localdate(timezone=zone_of(run))
    hours = CalendarVersion.objects.filter(calendar=run.calendar_id).aggregate(newest=Max("pk"))["newest"]
    return f"{levels.promising(day)} {hours or 0} {day}"


def get(actor: Actor, pk: int) -> Recalculation:
    """Raises Forbidden, NotSeen."""
    require_everywhere(actor, MANAGE)
    run = Recalculation.objects.select_related("agreement", "calendar", "by").filter(pk=pk).first()
    if run is None:
        raise NotSeen(_("There is no such recalculation."))
    return run


def rows(actor: Actor, run: Recalculation) -> list[tuple[Record, str, datetime | None, datetime | None]]:
    """The first that change, of those that the actor may see."""
    seen = visible(actor, *DESK).in_bulk([row[0] for row in run.first])
    return [(seen[pk], effect, _moment(old), _moment(new)) for pk, effect, old, new in run.first if pk in seen]


def acting(person: Any) -> Actor:
    """Whoever confirmed it, as the job that does it."""
    return Actor.of(person, Channel.JOB)


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
