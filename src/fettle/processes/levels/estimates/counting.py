"""An estimate held against what was measured. Pure: values in, cells out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from fettle.processes.levels.estimates.measures import COUNT, MEASURES, SHARE, Measure

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Limits:
    """How far a measured value may be from its estimate: ``percent`` of it; a count also by so many ``records`` a
    month, whatever part of it they are; an availability by so many ``hours`` a month.
    """

    percent: Decimal
    records: Decimal
    hours: Decimal


@dataclass(frozen=True)
class Cell:
    """One value of one service in a period. ``expected`` is that of the whole period. ``off`` is how far the measured
    one is from it: in per cent of it, an availability in points; None where one of them is missing. ``weight`` is that
    as a part of what is allowed: above 1 it is too far.
    """

    measure: Measure
    expected: Decimal | None
    measured: Decimal | None
    off: Decimal | None = None
    weight: Decimal | None = None
    because: Any = ""

    @property
    def far(self) -> bool:
        return self.weight is not None and self.weight > 1

    @property
    def worse(self) -> bool:
        """Whether it is off to the side that nobody wishes for: more, longer, less available."""
        return self.off is not None and (self.off < 0 if self.measure.unit == SHARE else self.off > 0)


def percent_off(expected: Decimal, measured: Decimal) -> Decimal:
    """In per cent of what was expected; where nothing was, whatever came is a whole hundred off."""
    if expected:
        return HUNDRED * (measured - expected) / expected
    return HUNDRED if measured else Decimal(0)


def cell(
    measure: Measure,
    estimated: Decimal | None,
    measured: Decimal | None,
    months: Decimal,
    hours: Decimal,
    limits: Limits | None,
    because: Any = "",
) -> Cell:
    """``estimated`` is that of a month, the period lasts so many ``months`` and ``hours``. Without limits nothing is
    compared.
    """
    expected = estimated * months if estimated is not None and measure.unit == COUNT else estimated
    if expected is None or measured is None or limits is None:
        return Cell(measure, expected, measured, because=because)
    apart = abs(measured - expected)
    if measure.unit == SHARE:
        weight = apart / HUNDRED * hours / (limits.hours * months)
        return Cell(measure, expected, measured, measured - expected, weight)
    off = percent_off(expected, measured)
    weight = abs(off) / limits.percent
    if measure.unit == COUNT and apart <= limits.records * months:
        weight = min(weight, Decimal(1))
    return Cell(measure, expected, measured, off, weight)


def cells(
    estimated: Mapping[str, Decimal | None],
    measured: Mapping[str, Decimal | None],
    because: Mapping[str, Any],
    months: Decimal,
    hours: Decimal,
    limits: Limits | None,
) -> list[Cell]:
    """All values of a service in a period, in the order of ``MEASURES``."""
    return [
        cell(each, estimated.get(each.name), measured.get(each.name), months, hours, limits, because.get(each.name, ""))
        for each in MEASURES
    ]


def worst(found: Iterable[Cell]) -> Cell | None:
    """The one that is furthest off for what is allowed; None where nothing can be compared."""
    compared = [each for each in found if each.weight is not None]
    return max(compared, key=lambda each: each.weight or Decimal(0), default=None)


def mean_off(found: Iterable[Cell]) -> Decimal | None:
    """The mean of how far counts and times are off, in per cent, in whichever direction. An availability, which is off
    by points, is not among them.
    """
    sizes = [abs(each.off) for each in found if each.off is not None and each.measure.unit != SHARE]
    return sum(sizes, Decimal(0)) / len(sizes) if sizes else None
