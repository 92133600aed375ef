"""The rules of configuration management. Each refuses with a sentence that says what is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.records.models import Record
from fettle.processes.configuration.attributes import COLUMN
from fettle.processes.configuration.workflow import OVER


def it_is_controlled(state: str, label: str, there: tuple[str, ...]) -> None:
    """What is retired or withdrawn stays as it was (PR11.A1.2)."""
    if state not in there:
        raise Refusal(
            _("This item is %(state)s and stays as it was: bring it back first.") % {"state": label.lower()},
            rule="it_is_controlled",
        )


def no_other_has_it(others: Mapping[str, tuple[str, Record]]) -> None:
    """An attribute that is unique stands on one item of its type. ``others``: by code its label and the item that has
    the same value. Raises Invalid.
    """
    if others:
        sentence = _("%(label)s: %(number)s has this already. Give another value, or look at that item.")
        raise Invalid(
            {
                f"{COLUMN}.{code}": sentence % {"label": label, "number": other.number}
                for code, (label, other) in others.items()
            }
        )


def two_ends(one: Record, other: Record) -> None:
    """Nothing has a relation to itself. Raises Invalid."""
    if one.pk == other.pk:
        raise Invalid({"other": _("This is the same item: choose another one.")})


def it_is_said_once(there: bool, other: Record) -> None:
    """Of two ends a relation of one type stands once. Raises Invalid."""
    if there:
        sentence = _("This relation to %(number)s is noted already: change that one instead.")
        raise Invalid({"other": sentence % {"number": other.number}})


def a_group_needs_one_way(group: str, passes: str) -> None:
    """Only what one end needs of the other can be stood in for. Raises Invalid."""
    if group and passes in ("both", "none"):
        sentence = _(
            "Nothing can stand in here, since a failure does not pass one way along this relation: empty the group."
        )
        raise Invalid({"group": sentence})


def enough_stand_in(group: str, needed: int, there: int) -> None:
    """Of relations that stand in for each other no more are needed than there are. Raises Invalid."""
    if not group and needed > 1:
        raise Invalid({"group": _("Say of which group so many are needed, or give 1.")})
    if needed > there:
        sentence = _("No more of “%(group)s” can be needed than there are, which is %(there)s: add the others first.")
        raise Invalid({"needed": sentence % {"group": group, "there": there}})


def both_are_there(*ends: Record) -> None:
    """What is retired or withdrawn begins no relation. Raises Invalid."""
    for end in ends:
        if end.state in OVER:
            state = str(end.declared.flow.by_state[end.state].label).lower()
            sentence = _("%(number)s is %(state)s: choose something that is still there.")
            raise Invalid({"other": sentence % {"number": end.number, "state": state}})


def it_is_bound_once(bound: bool) -> None:
    """A component is one item. Raises Invalid."""
    if bound:
        raise Invalid({"component": _("This component is bound to an item already: unbind it there first.")})
