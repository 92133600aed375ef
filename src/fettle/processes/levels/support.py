"""The support hours that an agreement was signed with, in words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from fettle.kernel.clock.calendar import WorkingCalendar
from fettle.kernel.clock.hours import WHOLE_DAY, Hours, write
from fettle.kernel.clock.models import CalendarVersion


def in_words(version: CalendarVersion) -> list[str]:
    """A line for each run of days with the same hours, then what holds on holidays and special days, and the zone."""
    calendar = WorkingCalendar.from_data(version.data)
    if set(calendar.week) == {WHOLE_DAY} and not calendar.holidays and not calendar.special:
        return [_("Day and night, all year.")]
    lines = [_("%(days)s: %(hours)s") % {"days": days, "hours": _said(hours)} for days, hours in _runs(calendar)]
    if calendar.holidays:
        lines.append(_("No support on the holidays of the calendar."))
    if calendar.special:
        lines.append(_("Special days of the calendar have hours of their own."))
    return [*lines, _("Times are those of %(zone)s.") % {"zone": calendar.zone}]


def _runs(calendar: WorkingCalendar) -> Iterator[tuple[str, Hours]]:
    for hours, found in groupby(range(7), key=lambda day: calendar.week[day]):
        days = list(found)
        first, last = str(WEEKDAYS[days[0]]), str(WEEKDAYS[days[-1]])
        yield first if first == last else f"{first} – {last}", hours


def _said(hours: Hours) -> str:
    if not hours:
        return _("no support")
    if hours == WHOLE_DAY:
        return _("day and night")
    return ", ".join(f"{begins}–{ends}" for begins, ends in write(hours))
