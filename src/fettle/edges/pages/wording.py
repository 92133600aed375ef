"""Times and numbers in words: how long is left, how long it took, when it was, how much it is. Pure: the caller brings
the moment that is now.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

MINUTE, HOUR, DAY = 60, 3600, 86400


def left(seconds: int) -> str:
    """Time left on a clock: `2:10` (h:mm) below a day, `1 d 2 h` from a day on; `−0:42` when it is over."""
    sign, seconds = ("−", -seconds) if seconds < 0 else ("", seconds)
    if seconds >= DAY:
        return sign + span(seconds)
    return f"{sign}{seconds // HOUR}:{seconds % HOUR // MINUTE:02d}"


def span(seconds: int) -> str:
    """How long something took, in its two largest units: `4 min`, `1 h 58 min`, `2 d 1 h`, `2 d`."""
    days, hours, minutes = seconds // DAY, seconds % DAY // HOUR, seconds % HOUR // MINUTE
    if days:
        parts = [pgettext("short: days", "%d d") % days, pgettext("short: hours", "%d h") % hours if hours else ""]
    elif hours:
        parts = [
            pgettext("short: hours", "%d h") % hours,
            pgettext("short: minutes", "%d min") % minutes if minutes else "",
        ]
    else:
        parts = [pgettext("short: minutes", "%d min") % minutes]
    return " ".join(filter(None, parts))


def number(value: float) -> str:
    """`1240`, `7.5`: no decimal where it says nothing, no grouping. With the decimal sign of the reader's language."""
    return f"{value:.1f}".removesuffix(".0").replace(".", get_format("DECIMAL_SEPARATOR"))


def unit(of: str) -> str:
    """The unit of a figure in the reader's language; one that is written alike everywhere, as it is."""
    return pgettext("the unit of a figure", "min") if of == "min" else of


def day(moment: date) -> str:
    """`24 Nov 2025`, in the reader's language; the moment is in the reader's zone already."""
    return date_format(moment, pgettext("a day as a Django date format", "j M Y"))


def clock(moment: datetime) -> str:
    """`08:02`."""
    return date_format(moment, pgettext("a time of day as a Django date format", "H:i"))


def day_and_clock(moment: datetime) -> str:
    """`24 Nov 2025, 08:02`."""
    return _("%(day)s, %(time)s") % {"day": day(moment), "time": clock(moment)}


def to_the_second(moment: datetime) -> str:
    """`24 Nov 2025, 08:02:05`, where spans of seconds stand beside it."""
    time = date_format(moment, pgettext("a time of day with seconds as a Django date format", "H:i:s"))
    return _("%(day)s, %(time)s") % {"day": day(moment), "time": time}


def relative(moment: datetime, now: datetime) -> str:
    """As people say it: `6 min ago`, `in 20 min`, `today 08:02`, `tomorrow 10:00`, `24 Nov 2025, 08:02`.

    Both moments are in the reader's zone, which decides what today is.
    """
    distance = (now - moment).total_seconds()
    minutes = int(abs(distance) // MINUTE)
    if minutes == 0:
        return _("just now") if distance >= 0 else _("in less than a minute")
    if minutes < 60:
        if distance > 0:
            return ngettext("%d min ago", "%d min ago", minutes) % minutes
        return ngettext("in %d min", "in %d min", minutes) % minutes
    names = {
        now.date(): _("today"),
        now.date() - timedelta(days=1): _("yesterday"),
        now.date() + timedelta(days=1): _("tomorrow"),
    }
    if name := names.get(moment.date()):
        return _("%(day)s %(time)s") % {"day": name, "time": clock(moment)}
    return day_and_clock(moment)
