"""How a target of a period reads: what was promised, what was measured, and why there is no value."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from fettle.kernel.assembly import assembly
from fettle.processes.levels import wording
from fettle.processes.levels.evaluation.judging import AT_LEAST, BY_HAND, ELSEWHEN, FOR_ALL, NOTHING, Row

STANDS = {True: "done", False: "stop", None: "ring"}
"""The shape beside the word."""


def number(value: Decimal | None) -> str:
    """At most two decimals, none where they say nothing."""
    if value is None:
        return "–"
    short = value.quantize(Decimal("0.01")).normalize()
    return number_format(short if short != short.to_integral() else int(short), use_l10n=True)


def what(row: Row) -> str:
    """The target by its name."""
    if row.target.get("clock") is None:
        return wording.promise(row.target)[0]
    kind = capfirst(assembly().kind_by_key[row.target["kind"]].label)
    said = {"kind": kind, "priority": row.target["priority"]}
    if row.target["clock"] == "response":
        return _("%(kind)s P%(priority)s: first response") % said
    if row.target["kind"] == "request":
        return _("%(kind)s P%(priority)s: fulfilment") % said
    return _("%(kind)s P%(priority)s: resolution") % said


def promised(row: Row) -> str:
    """How much of it was promised."""
    if row.target.get("clock") is None:
        return wording.promise(row.target)[1]
    said = {"percent": number(row.needed), "minutes": row.target["minutes"]}
    return _("within %(minutes)s min for %(percent)s %%") % said


def measured(row: Row) -> str:
    """The value, with its unit."""
    return "–" if row.measured is None else amount(row, row.measured)


def amount(row: Row, given: Decimal) -> str:
    """A value of a target, with the unit of this one."""
    value = number(given)
    kind = row.target.get("kind")
    if row.target.get("clock") or kind == "availability":
        return f"{value} %"
    if kind == "capacity":
        return f"{value} {row.target['unit']}"
    if kind in ("notice", "spacing"):
        return _("%(hours)s h") % {"hours": value}
    if kind == "reporting":
        return _("%(days)s days") % {"days": value}
    return value


def stands(row: Row) -> str:
    """Met or not."""
    if row.met is None:
        return _("Not measured")
    return pgettext("a target", "Met") if row.met else pgettext("a target", "Missed")


def why(row: Row) -> str:
    """Why it cannot be measured, or where an entered value comes from; nothing where records tell."""
    if row.source:
        return _("Entered by hand: %(source)s") % {"source": row.source}
    return {
        NOTHING: _("Cannot be measured: no clock of this target was decided in this period."),
        FOR_ALL: _("Measured once for all customers."),
        BY_HAND: _("Cannot be measured from records: enter the value with its source."),
        ELSEWHEN: _("Cannot be measured here: it is counted over another period."),
    }.get(row.because, "")


def line(row: Row) -> str:
    """In one line, as a notice says it."""
    side = _("at least") if row.side == AT_LEAST else _("at most")
    if row.target.get("clock"):
        said = {"what": what(row), "promised": promised(row), "measured": measured(row), "count": row.count}
        return _("%(what)s: %(promised)s promised, %(measured)s of %(count)s kept") % said
    said = {"what": what(row), "side": side, "needed": amount(row, row.needed), "measured": measured(row)}
    if row.because == FOR_ALL:
        return _("%(what)s: %(side)s %(needed)s promised, %(measured)s measured for all customers") % said
    return _("%(what)s: %(side)s %(needed)s promised, %(measured)s measured") % said
