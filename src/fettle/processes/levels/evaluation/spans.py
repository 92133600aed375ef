"""The calendar periods in which agreements are evaluated: months, quarters and years of the provider's time zone. Pure
but for the zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fettle.kernel.figures import Period
from fettle.kernel.orgs.models import Organisation

MONTH, QUARTER, YEAR = "month", "quarter", "year"
MONTHS = {MONTH: 1, QUARTER: 3, YEAR: 12}
WRITTEN = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")
FIRST, LAST = 2000, 2100


@dataclass(frozen=True)
class Span:
    """``start`` is its first day. Whatever happens from its first midnight until before that of the next one is in it;
    days are as long as the zone says.
    """

    unit: str
    start: date

    @property
    def end(self) -> date:
        """The first day after it."""
        return self.moved(1).start

    @property
    def last(self) -> date:
        """Its last day."""
        return self.end - timedelta(days=1)

    @property
    def key(self) -> str:
        """As addresses and REST write it: 2026-10, 2026-Q4, 2026."""
        if self.unit == YEAR:
            return f"{self.start.year}"
        if self.unit == QUARTER:
            return f"{self.start.year}-Q{(self.start.month + 2) // 3}"
        return f"{self.start:%Y-%m}"

    @property
    def words(self) -> str:
        """As people read it."""
        if self.unit == YEAR:
            return str(self.start.year)
        if self.unit == QUARTER:
            return _("quarter %(quarter)s of %(year)s") % {
                "quarter": (self.start.month + 2) // 3,
                "year": self.start.year,
            }
        return date_format(self.start, "F Y")

    def moved(self, count: int) -> Span:
        """So many of its kind later, or earlier."""
        years, month = divmod(self.start.year * 12 + self.start.month - 1 + count * MONTHS[self.unit], 12)
        return Span(self.unit, date(years, month + 1, 1))

    def moments(self, zone: str) -> Period:
        """From its first midnight to that after it."""
        start, end = (datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC) for day in (self.start, self.end))
        return Period(start, end)

    def before(self, count: int) -> Iterator[Span]:
        """Itself and those before it, ``count`` in all, the latest first."""
        return (self.moved(-at) for at in range(count))


def read(text: str) -> Span:
    """From 2026-10, 2026-Q4 or 2026. Raises ValueError with a sentence."""
    found = WRITTEN.fullmatch(text.strip())
    if not found or not FIRST <= int(found[1]) <= LAST:
        raise ValueError(_("Give a month as 2026-10, a quarter as 2026-Q4, or a year as 2026."))
    year = int(found[1])
    if found[2]:
        return Span(QUARTER, date(year, int(found[2]) * 3 - 2, 1))
    return Span(MONTH, date(year, int(found[3]), 1)) if found[3] else Span(YEAR, date(year, 1, 1))


def last_month(today: date) -> Span:
    """The month before the present one."""
    return Span(MONTH, today.replace(day=1)).moved(-1)


def zone() -> str:
    """The provider's: the root of the organisations."""
    return Organisation.objects.filter(parent=None).values_list("zone", flat=True).first() or "UTC"


def today() -> date:
    """The provider's day: a period is over when it is over there, wherever the reader is."""
    return timezone.localdate(timezone=ZoneInfo(zone()))
