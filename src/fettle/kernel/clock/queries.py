"""Reads calendars and their versions."""

from __future__ import annotations

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery

from fettle.kernel.clock.calendar import WorkingCalendar
from fettle.kernel.clock.models import Calendar, CalendarVersion

_known: dict[tuple[int, int], WorkingCalendar] = {}


def calendar_at(calendar_id: int, version: int) -> WorkingCalendar:
    """The calendar as this version says it. Raises CalendarVersion.DoesNotExist.

    A version never changes, so it is read once in a process. Inside a transaction nothing is remembered: the version
    may have been made in it, and vanish when it is rolled back.
    """
    if (calendar_id, version) in _known:
        return _known[calendar_id, version]
    row = CalendarVersion.objects.get(calendar_id=calendar_id, version=version)
    calendar = WorkingCalendar.from_data(row.data)
    if not connection.in_atomic_block:
        _known[calendar_id, version] = calendar
    return calendar


def latest(key: str) -> CalendarVersion | None:
    """The version in force of the calendar with this key; None when there is no such calendar."""
    return versions(key).first()


def versions(key: str) -> QuerySet[CalendarVersion]:
    """All versions of the calendar with this key, the newest first."""
    return CalendarVersion.objects.filter(calendar__key=key).select_related("calendar").order_by("-version")


def calendars() -> QuerySet[Calendar]:
    """All calendars, by name."""
    return Calendar.objects.order_by("name")


def in_force() -> QuerySet[CalendarVersion]:
    """The version in force of every calendar, by name. One query."""
    newest = CalendarVersion.objects.filter(calendar=OuterRef("calendar")).order_by("-version").values("version")[:1]
    rows = CalendarVersion.objects.filter(version=Subquery(newest)).select_related("calendar")
    return rows.order_by("calendar__name")


def locked(key: str) -> Calendar | None:
    """The calendar with this key, locked until the end of the transaction; None when there is none."""
    return Calendar.objects.select_for_update().filter(key=key).first()
