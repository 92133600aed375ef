"""The rules of service reporting."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from fettle.kernel.errors import Invalid, Refusal

IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def identifier_is_plain(identifier: str) -> None:
    """PR3.S2: people order a report by its identifier, so it must be easy to say and to type. Raises Invalid."""
    if not IDENTIFIER.fullmatch(identifier):
        raise Invalid({"identifier": _("Use small letters, digits and single hyphens, such as monthly-fits.")})


def ends_after_it_starts(starts_on: date, ends_on: date | None) -> None:
    """Raises Invalid."""
    if ends_on is not None and ends_on < starts_on:
        raise Invalid({"ends_on": _("The report ends before it starts: give a later day.")})


def a_period_is_over(start: date, last: date, today: date) -> None:
    """A report is checked when its period is over. Raises Invalid."""
    if last < start:
        raise Invalid({"period_until": _("The period ends before it starts: give a later day.")})
    if last >= today:
        raise Invalid({"period_until": _("This period is not over yet: check its report afterwards.")})


def a_follow_up_is_open(item: Any) -> None:
    """Only what was started can be ended."""
    if item.follow_up_state != "open":
        raise Refusal(_("No follow-up is open."), rule="a_follow_up_is_open")
