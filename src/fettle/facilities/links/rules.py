"""What a link may not be."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.records.models import Record
from fettle.kernel.records.numbers import tidy


def two_records(one: str, other: str) -> None:
    """A record is not linked to itself. Raises Invalid."""
    if (tidy(one) or one) == (tidy(other) or other):
        raise Invalid({"other": _("This is the same record: give another number.")})


def no_circle(source: Record, target: Record, targets_of: Callable[[Iterable[int]], set[int]]) -> None:
    """The relation does not lead from the target back to the source. ``targets_of`` are the next ends. Raises
    Refusal.
    """
    seen: set[int] = set()
    ends = {target.pk}
    while ends:
        if source.pk in ends:
            sentence = _("%(other)s leads back to %(number)s by such links: this would be a circle.")
            raise Refusal(sentence % {"other": target.number, "number": source.number}, rule="no_circle")
        seen |= ends
        ends = targets_of(ends) - seen
