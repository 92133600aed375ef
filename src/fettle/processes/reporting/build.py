"""A period → the Report: one value from which page, JSON, HTML, XLSX and PDF are drawn, so that all say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import Invalid, NotSeen
from fettle.kernel.figures import Figure, Reading, Scope
from fettle.kernel.settings.read import current
from fettle.processes.money import queries as money
from fettle.processes.reporting import named, queries
from fettle.processes.reporting.named import Listed
from fettle.processes.reporting.origins import attributions
from fettle.processes.reporting.patterns import FITS, Part, Pattern
from fettle.processes.reporting.periods import Days
from fettle.standard.fits import Measure

Number = float | int | None
PERMISSION = "reporting.see"
NOTHING = Reading(None)


@dataclass(frozen=True)
class Line:
    """One measure: its value, that of the period before, its split, and where its records are. None: not measured.

    ``because`` is why there is no value where it was measured; ``keys`` maps members to what an address calls them;
    ``currency`` is that of money.
    """

    code: str
    label: str
    unit: str
    value: Number
    previous: Number
    records: str | None
    by: Mapping[str, Mapping[str, Number]]
    counts: bool = True
    because: str = ""
    keys: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    currency: str = ""

    def data(self) -> dict[str, Any]:
        """As JSON, in the shape that is promised."""
        names = ("code", "label", "unit", "value", "previous", "records")
        return {name: getattr(self, name) for name in names} | {"by": {key: dict(row) for key, row in self.by.items()}}


@dataclass(frozen=True)
class Report:
    """A report by a pattern: its blocks have the lines of the pattern's parts, in that order. ``listed`` are the
    records that it names, by block. ``sources`` name where restored records came from; they are printed with the
    numbers. ``opening`` and ``closing`` are the words of the template.
    """

    pattern: Pattern
    title: str
    organisation: str
    days: Days
    made_at: datetime
    blocks: tuple[tuple[Part, tuple[Line, ...]], ...]
    listed: Mapping[str, Sequence[Listed]] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    opening: str = ""
    closing: str = ""

    @property
    def state(self) -> str:
        """Whether its period was over, running or not begun when it was made, see ``periods``."""
        return self.days.state(self.made_at)

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for _part, lines in self.blocks for line in lines)

    def line(self, code: str) -> Line:
        """Raises StopIteration for a code that is not in the report."""
        return next(line for line in self.lines if line.code == code)

    def data(self) -> dict[str, Any]:
        """As JSON."""
        before = self.days.previous
        return {
            "title": self.title,
            "organisation": self.organisation,
            "period": {
                "from": self.days.start.isoformat(),
                "to": self.days.end.isoformat(),
                "zone": self.days.zone,
                "state": self.state,
                "previous": {"from": before.start.isoformat(), "to": before.end.isoformat()},
            },
            **{part.name: [line.data() for line in lines] for part, lines in self.blocks},
            **{each.named.name: each.data() for listed in self.listed.values() for each in listed},
            "opening": self.opening,
            "closing": self.closing,
            "sources": list(self.sources),
            "made_at": self.made_at.isoformat(timespec="seconds"),
        }


def build(actor: Actor, days: Days, pattern: Pattern = FITS) -> Report:
    """The report of a period over what the actor may see. Raises Forbidden without ``reporting.see``."""
    require(actor, PERMISSION)
    scope, made_at = Scope(actor), timezone.now()
    readings: dict[str, Reading] = {}

    def line(measure: Measure) -> Line:
        figure = assembly().figure_by_code.get(measure.code)
        now, before = (_reading(figure, each, scope, made_at) for each in (days, days.previous))
        readings[measure.code] = now
        unit = figure.unit if figure else measure.unit
        return Line(
            code=measure.code,
            label=str(figure.label) if figure else _(measure.label),
            unit=unit,
            value=now.value,
            previous=before.value,
            records=None if now.value is None else records_path(measure.code, days),
            by=now.by if now.value is not None else {},
            counts=figure.counts if figure else True,
            because=str(now.because),
            keys=now.keys if now.value is not None else {},
            currency=currency_of(unit),
        )

    words = current()[pattern.template.key]
    return Report(
        pattern=pattern,
        title=words["title"] or str(pattern.title),
        opening=words["opening"] or "",
        closing=words["closing"] or "",
        organisation=queries.provider().name,
        days=days,
        made_at=made_at,
        blocks=tuple((part, tuple(map(line, part.measures))) for part in pattern.parts),
        listed={
            part.name: [named.listed(actor, each, readings[each.code].records(), days.zone) for each in part.listed]
            for part in pattern.parts
        },
        sources=attributions() if any(reading.restored for reading in readings.values()) else (),
    )


def currency_of(unit: str) -> str:
    """That in which figures of this unit are, "" where it is none of money."""
    return money.base() if unit == money.MINOR else ""


def records_behind(
    actor: Actor, code: str, days: Days, by: str = "", members: Sequence[str] = ()
) -> tuple[Figure, Reading]:
    """The figure of a code, and its reading with the ids of its records; with ``by`` that of some members of a
    dimension. Raises NotSeen for an unknown code, Invalid for a dimension by which the figure is not split.
    """
    require(actor, PERMISSION)
    figure = assembly().figure_by_code.get(code)
    if figure is None:
        raise NotSeen(_("There is no figure %(code)s.") % {"code": code[:20]})
    reading = _reading(figure, days, Scope(actor), timezone.now())
    if not by and not members:
        return figure, reading
    if by not in reading.keys:
        raise Invalid({"by": _("%(code)s is not split by “%(by)s” here.") % {"code": code, "by": by[:40]}})
    return figure, reading.of(by, members)


def records_path(code: str, days: Days) -> str:
    """Where the API lists the records behind a figure."""
    return f"/api/v1/figures/{code}/records?{days.query}"


def _reading(figure: Figure | None, days: Days, scope: Scope, now: datetime) -> Reading:
    """Of a running period what it has come to: an age, too, is that of now and not of an end to come."""
    period = days.passed(now)
    if period is None:
        return Reading(None, because=_("not begun"))
    return figure.compute(period, scope) if figure else NOTHING
