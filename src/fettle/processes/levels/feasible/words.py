"""The answers of the arithmetic in words: what is promised and reached, the counterexample, the cheapest tightening."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from fettle.edges.pages import wording
from fettle.processes.levels.arithmetic.answers import Change, Late, Unsupported, Verdict
from fettle.processes.levels.arithmetic.targets import CLOCKS

SHAPES = {"feasible": "done", "infeasible": "stop", "unknown": "ring"}


@dataclass(frozen=True)
class Row:
    """One answer as it is shown. ``says``: feasible, infeasible or unknown."""

    what: str
    says: str
    promised: str
    reached: str
    why: str
    gaps: tuple[str, ...]
    proposal: tuple[str, ...]

    @property
    def shape(self) -> str:
        return SHAPES[self.says]

    @property
    def word(self) -> str:
        return {"feasible": _("Possible"), "infeasible": _("Not possible")}.get(self.says, _("Nobody knows"))

    @property
    def line(self) -> str:
        """In one line, for the history."""
        return _("%(what)s: %(promised)s promised, %(reached)s reached") % {
            "what": self.what,
            "promised": self.promised,
            "reached": self.reached,
        }


def row(verdict: Verdict, names: Mapping[str, str], about: str = "", *, costed: bool = False) -> Row:
    """``about``: which records or which capacity the answer is for. ``costed``: somebody said what changes cost."""
    label = target(verdict.kind)
    return Row(
        f"{label}, {about}" if about else label,
        verdict.says,
        amount(verdict.kind, verdict.promised),
        amount(verdict.kind, verdict.reached) if verdict.reached is not None else "–",
        _witness(verdict, names),
        tuple(names.get(gap.component, gap.component) for gap in verdict.gaps),
        _proposal(verdict, names, costed),
    )


def amount(kind: str, value: Fraction) -> str:
    """A value in the unit of its target."""
    if kind == "availability":
        return f"{_number(value * 100, 4)} %"
    if kind in CLOCKS:
        minutes = int(-(-value // 60))
        return _("%(hours)s h %(minutes)s min") % {"hours": minutes // 60, "minutes": minutes % 60}
    if kind == "support":
        return _("%(hours)s h a year") % {"hours": _number(value, 0)}
    if kind == "interruptions":
        return _("%(count)s a year") % {"count": _number(value * 365, 1, up=True)}
    if kind == "notice":
        return _("%(hours)s h before") % {"hours": _number(value, 0)}
    if kind == "reporting":
        return _("every %(days)s days") % {"days": _number(value, 0, up=True)}
    return _number(value, 3)


def _number(value: Fraction, digits: int, *, up: bool = False) -> str:
    """Rounded to the worse side, down or ``up``: what is missed by little is not shown as kept."""
    scale = 10**digits
    units = -(-value * scale // 1) if up else value * scale // 1
    text = str(Decimal(units) / scale)
    return number_format(text.rstrip("0").rstrip(".") if "." in text else text)


def target(kind: str) -> str:
    """What a kind of target is called."""
    return {
        "availability": _("Availability"),
        "support": _("Support hours"),
        "response": _("First response"),
        "resolution": _("Resolution"),
        "fulfilment": _("Fulfilment"),
        "interruptions": _("Interruptions"),
        "capacity": _("Capacity"),
        "notice": _("Notice of maintenance"),
        "reporting": _("Reports"),
    }[kind]


def _witness(verdict: Verdict, names: Mapping[str, str]) -> str:
    """The counterexample, or which components decide it."""
    found = verdict.witness
    if verdict.says != "infeasible":
        return ""
    if isinstance(found, Unsupported):
        sentence = _("On %(start)s nobody answers until %(end)s: %(names)s.")
        missing = ", ".join(dict.fromkeys(names.get(code, code) for code in found.missing))
        return sentence % {"start": _moment(found.start), "end": _moment(found.end), "names": missing}
    if isinstance(found, Late):
        sentence = _(
            "What is recorded on %(start)s is due on %(due)s and done on %(done)s: it takes %(hours)s h. %(way)s"
        )
        named = [names.get(step.component, step.component) for step in found.steps]
        way = " → ".join(
            f"{name} ({step.agreement})" if named.count(name) > 1 else name
            for name, step in zip(named, found.steps, strict=True)
        )
        hours = _number(Fraction(found.takes_seconds, 3600), 1)
        when = {"start": _moment(found.start), "due": _moment(found.due), "done": _moment(found.done)}
        return sentence % {**when, "hours": hours, "way": way}
    parts = [
        f"{names.get(part.component, part.component)} {amount(verdict.kind, part.value)}" for part in verdict.parts
    ]
    return _("Below it is agreed: %(parts)s.") % {"parts": ", ".join(parts)} if parts else ""


def _moment(value: datetime) -> str:
    """With the day of the week, on which it often depends."""
    there = timezone.localtime(value)
    return f"{date_format(there, 'l')} {wording.day_and_clock(there)}"


def _proposal(verdict: Verdict, names: Mapping[str, str], costed: bool) -> tuple[str, ...]:
    found = verdict.tightening
    if found is None:
        return ()
    if found.status == "impossible" and costed:
        return (_("What has a cost does not make it possible alone: give more of the others one."),)
    if found.status == "impossible" and verdict.kind == "availability":
        return (_("Nothing short of 100 % below makes it possible: promise less, or add a redundant part."),)
    if found.status == "impossible":
        return (_("No tightening below makes it possible: promise less, or add something that stands in."),)
    changes = tuple(_change(change, names) for change in found.changes)
    if not costed:
        return changes
    return (*changes, _("Together it costs %(sum)s.") % {"sum": _number(found.cost, 2, up=True)})


def _change(change: Change, names: Mapping[str, str]) -> str:
    name = names.get(change.component, change.component)
    told = {
        "name": name,
        "agreement": change.agreement,
        "now": amount(change.kind, change.now),
        "to": amount(change.kind, change.to),
    }
    if change.calendar is not None:
        return _("%(name)s (%(agreement)s): %(to)s instead of %(now)s, counted in the hours that are promised") % told
    return _("%(name)s (%(agreement)s): %(to)s instead of %(now)s") % told
