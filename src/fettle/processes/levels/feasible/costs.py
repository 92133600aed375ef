"""What it costs to agree a target anew, as somebody gives it so that the tightening is weighed by it: by agreement and
kind of target, for one unit that people reckon in. Pure but for sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import get_args

from django.utils.translation import gettext as _

from fettle.kernel.errors import Invalid
from fettle.processes.levels.arithmetic.levers import Effort
from fettle.processes.levels.arithmetic.targets import Kind
from fettle.processes.levels.models import AgreementVersion

Lever = tuple[str, Kind]
"""A target that could be agreed anew: the number of its agreement and its kind."""
Costs = Mapping[Lever, Fraction]
NO_COSTS: Costs = {}
MOST = 1_000_000_000
KINDS: Mapping[str, Kind] = {kind: kind for kind in get_args(Kind)}
HOURS = Fraction(1, 3600)
UNITS: Mapping[Kind, Fraction] = {
    "availability": Fraction(100),
    "support": Fraction(1),
    "response": HOURS,
    "resolution": HOURS,
    "fulfilment": HOURS,
    "interruptions": Fraction(365),
    "capacity": Fraction(1),
    "notice": Fraction(1),
    "reporting": Fraction(1),
}
"""So many of the units in which people give a cost are one of the arithmetic: per cent of the time, hours, so many a
year.
"""


def unit(kind: Kind) -> str:
    """For what a cost is given."""
    return {
        "availability": _("for each per cent of the time more"),
        "support": _("for each hour a year more"),
        "interruptions": _("for each one a year fewer"),
        "capacity": _("for each unit more"),
        "notice": _("for each hour earlier"),
        "reporting": _("for each day sooner"),
    }.get(kind, _("for each hour less"))


def cost(text: str) -> Fraction:
    """Raises ValueError."""
    try:
        value = Fraction(text.strip().replace(",", "."))
    except (ValueError, ZeroDivisionError):
        value = Fraction(0)
    if not 0 < value <= MOST or "/" in text or "e" in text.lower():
        raise ValueError(_("Give a number greater than nought, or leave it empty: then it stays as it is agreed."))
    return value


def read(text: str, known: Iterable[Lever]) -> Costs:
    """``AGR-000007 availability 40; AGR-000009 support 2``. Raises Invalid."""
    found: dict[Lever, Fraction] = {}
    offered = set(known)
    for part in filter(str.strip, text.split(";")):
        words = part.split()
        lever = (words[0], KINDS.get(words[1] if len(words) > 1 else "", "support"))
        try:
            if len(words) != 3 or words[1] not in KINDS or lever not in offered:
                raise ValueError(_("Give agreement, target and cost of what could be agreed anew."))
            found[lever] = cost(words[2])
        except ValueError as problem:
            said = {"part": part.strip()[:80], "problem": problem}
            raise Invalid({"costs": _("“%(part)s”: %(problem)s") % said}) from None
    return found


def effort(costs: Costs, behind: Mapping[str, AgreementVersion]) -> Effort:
    """For the arithmetic: ``behind`` has the agreement of each component. Without any cost a change counts in relation
    to its value.
    """
    if not costs:
        return Effort()
    return Effort(
        costs={
            (code, kind): value * UNITS[kind]
            for code, version in behind.items()
            for (number, kind), value in costs.items()
            if number == version.agreement.record.number
        }
    )
