"""The rules of suppliers: what they offer, how they are rated, and on whom they rely."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from fettle.facilities.relationships.workflow import ACTIVE
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.records.models import Record
from fettle.processes.suppliers.offerings.workflow import OFFERED

LEAST, MOST = 1, 5
LONGEST_DAYS = 1100


def the_supplier_is_active(supplier: Record) -> None:
    """Nothing new is offered by a party with which it is over. Raises Invalid."""
    if supplier.state != ACTIVE:
        sentence = _("The relationship with %(name)s has ended: take it up again first.")
        raise Invalid({"supplier": sentence % {"name": supplier.title}})


def the_supplier_is_there(supplier: Record) -> None:
    """The same for what is offered again. Raises Refusal."""
    if supplier.state != ACTIVE:
        sentence = _("The relationship with %(name)s has ended: take it up again first.")
        raise Refusal(sentence % {"name": supplier.title}, rule="the_supplier_is_there")


def it_is_offered(record: Any) -> None:
    """What is no longer offered stays as it was."""
    if record.state != OFFERED:
        raise Refusal(
            _("%(number)s is no longer offered: note that it is offered again first.") % {"number": record.number},
            rule="state",
        )


def the_days_are_over(first: date, last: date, today: date) -> None:
    """What was delivered is rated, not what will be. Raises Invalid."""
    if last < first:
        raise Invalid({"last": _("It ends before it begins: give a later day.")})
    if last > today:
        raise Invalid({"last": _("This day is still to come: rate what was delivered until today.")})
    if (last - first).days > LONGEST_DAYS:
        raise Invalid({"first": _("These are more than three years: give a later first day.")})


def something_is_rated(points: Mapping[str, int], known: Collection[str]) -> None:
    """Each criterion is one that is in use, and its points are 1 to 5. Raises Invalid."""
    if not points:
        raise Invalid({"": _("Give points for one criterion at least.")})
    for code, given in points.items():
        if code not in known:
            sentence = _("“%(code)s” is no criterion in use: give one of %(names)s.")
            raise Invalid({"criterion": sentence % {"code": code, "names": ", ".join(sorted(known))}})
        if not LEAST <= given <= MOST:
            raise Invalid({"points": _("Give points from 1 to 5.")})


def a_subcontractor_stands_once(supplier: Record, there: Collection[int]) -> None:
    """Raises Invalid."""
    if supplier.pk in there:
        sentence = _("%(name)s stands there already: take it away first to say another thing of it.")
        raise Invalid({"supplier": sentence % {"name": supplier.title}})


def there_is_no_circle(names: Collection[str]) -> None:
    """No supplier relies on itself, by whichever way. ``names`` is the way round. Raises Invalid."""
    if names:
        sentence = _("That would be a circle: %(circle)s. Choose another supplier.")
        raise Invalid({"supplier": sentence % {"circle": " → ".join(names)}})
