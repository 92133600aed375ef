"""Writes calendars. Who may do so, and the entry that tells of it, belong to the settings above."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from fettle.kernel.clock import queries
from fettle.kernel.clock.calendar import WorkingCalendar
from fettle.kernel.clock.models import Calendar, CalendarVersion
from fettle.kernel.clock.wording import BadCalendar, no_hours_at_all


@transaction.atomic
def define(calendar_key: str, name: str, data: object, by_label: str, reason: str = "") -> CalendarVersion:
    """The version in force after this definition: a new one when the data differ from the last, else the last one.

    Raises BadCalendar when the data are not a calendar or have no working time, ValidationError for key and name.
    """
    calendar = WorkingCalendar.from_data(data)
    if not any(calendar.week) and not any(calendar.special.values()):
        raise BadCalendar(no_hours_at_all())
    row = _named(calendar_key, name)
    last = queries.latest(calendar_key)
    if last and last.data == calendar.to_data():
        return last
    number = last.version + 1 if last else 1
    version = CalendarVersion(
        calendar=row, version=number, data=calendar.to_data(), made_by_label=by_label, reason=reason
    )
    version.save(force_insert=True)
    return version


def _named(key: str, name: str) -> Calendar:
    """The calendar with this key, made when there is none, locked and with this name."""
    row = queries.locked(key)
    if row is None:
        row = Calendar(key=key, name=name)
        row.clean_fields()
        try:
            with transaction.atomic():
                row.save(force_insert=True)
            return row
        except IntegrityError:  # somebody made it at the same moment: go on with theirs
            row = queries.locked(key)
            if row is None:
                raise
    if row.name != name:
        row.name = name
        row.clean_fields()
        row.save(update_fields=["name"])
    return row
