"""What a link may not be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from django.utils.translation import gettext as _

from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.records.models import Record
from fettle.kernel.records.numbers import tidy


def two_records(one: str, other: str) -> None:
    """A record is not linked to itself. Raises Invalid."""
    if (tidy(one) or one) == (tidy(other) or other):
        raise Invalid({"other": _("This is the same record: give another number.")})


def one_level(source: Record, target: Record, links: Iterable[tuple[int, int]]) -> None:
    """A part has no parts of its own, and belongs to one whole. ``links`` are those at both ends. Raises Refusal."""
    others = [link for link in links if link != (source.pk, target.pk)]
    if any(end == source.pk for _start, end in others):
        sentence = _("%(number)s is part of another record itself: link %(other)s to that one.")
    elif any(start == target.pk for start, _end in others):
        sentence = _("%(other)s has parts of its own: take them out first.")
    elif any(end == target.pk for _start, end in others):
        sentence = _("%(other)s is part of another record already: take it out of there first.")
    else:
        return
    raise Refusal(sentence % {"number": source.number, "other": target.number}, rule="one_level")


def it_begins_where_it_may(source: Record, relation: str, kinds: Collection[str]) -> None:
    """Some relations begin at records of some kinds only. Raises Refusal."""
    if kinds and source.kind not in kinds:
        sentence = _("%(number)s cannot be “%(relation)s” another record: choose another relation.")
        said = {"number": source.number, "relation": relation}
        raise Refusal(sentence % said, rule="it_begins_where_it_may")


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
