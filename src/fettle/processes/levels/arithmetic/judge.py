"""The question: can the agreements below keep what this service promises?"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from fettle.processes.levels.arithmetic import more_hours, sooner, tightening
from fettle.processes.levels.arithmetic.answers import Late, Tightening, Verdict
from fettle.processes.levels.arithmetic.availability import availability
from fettle.processes.levels.arithmetic.diagram import Diagram, TooLarge
from fettle.processes.levels.arithmetic.hours import support
from fettle.processes.levels.arithmetic.levers import Effort
from fettle.processes.levels.arithmetic.model import Model
from fettle.processes.levels.arithmetic.plain import plain
from fettle.processes.levels.arithmetic.span import Span
from fettle.processes.levels.arithmetic.targets import CLOCKS, KINDS, Kind
from fettle.processes.levels.arithmetic.times import time

AS_IT_IS = Effort()


def judge(model: Model, span: Span, effort: Effort = AS_IT_IS) -> tuple[Verdict, ...]:
    """One verdict for each kind of target that is promised, always in the same order.

    An infeasible one says why, and what to change. Raises NoWorkingTime when a time is promised in a calendar without
    working time.
    """
    return tuple(_verdict(model, kind, span, effort) for kind in KINDS if getattr(model.promise, kind) is not None)


def _verdict(model: Model, kind: Kind, span: Span, effort: Effort) -> Verdict:
    if kind == "availability":
        return _availability(model, effort)
    if kind == "support":
        found = support(model, span)
        return _with(found, more_hours.of_support(model, span, effort)) if found.says == "infeasible" else found
    for clock in CLOCKS:
        if kind == clock:
            found = time(model, clock, span)
            if found.says == "infeasible" and isinstance(found.witness, Late):
                return _with(found, sooner.of_time(model, clock, span, effort, found.witness))
            return found
    found = plain(model, kind)
    return _with(found, tightening.of_plain(model, kind, effort)) if found.says == "infeasible" else found


def _availability(model: Model, effort: Effort) -> Verdict:
    """Unknown, without a value, when the dependencies are too entangled."""
    try:
        diagram = Diagram(model)
    except TooLarge:
        return Verdict("availability", "unknown", model.promise.availability or Fraction(0), None)
    found = availability(model, diagram)
    return _with(found, tightening.of_availability(model, diagram, effort)) if found.says == "infeasible" else found


def _with(verdict: Verdict, proposal: Tightening) -> Verdict:
    return replace(verdict, tightening=proposal)
