"""Support hours: at each promised instant enough of what is needed must be supported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import groupby
from types import MappingProxyType

from fettle.kernel.clock.calendar import ALWAYS, WorkingCalendar, spans_between
from fettle.kernel.clock.instants import to_moment, to_seconds
from fettle.processes.levels.arithmetic.answers import Unsupported, Verdict, says
from fettle.processes.levels.arithmetic.gaps import gaps
from fettle.processes.levels.arithmetic.model import Model
from fettle.processes.levels.arithmetic.span import Span

HOUR = 3600
_PROMISE = ""
Added = Mapping[str, Sequence[tuple[datetime, datetime]]]


@dataclass(frozen=True)
class Stretch:
    """From `start` until before `end` (seconds since the epoch) support is promised, and these parts have it."""

    start: int
    end: int
    on: frozenset[str]

    @property
    def seconds(self) -> int:
        return self.end - self.start


def support(model: Model, span: Span, added: Added = MappingProxyType({})) -> Verdict:
    """Exact over the span: it is cut wherever anybody's hours begin or end. `added` are hours that come to a part's."""
    promised = promised_stretches(model, span, added)
    lacking = unsupported(model, promised)
    missing = gaps(model, "support", model.parts)
    seconds, short = (sum(each.seconds for each in stretches) for stretches in (promised, lacking))
    return Verdict(
        kind="support",
        says=says(not lacking, missing),
        promised=Fraction(seconds, HOUR),
        reached=Fraction(seconds - short, HOUR),
        gaps=missing,
        witness=_first(model, lacking, short) if lacking else None,
    )


def promised_stretches(model: Model, span: Span, added: Added = MappingProxyType({})) -> list[Stretch]:
    """The promised hours, cut wherever the hours of a part begin or end. A part without hours is always supported."""
    first, last = span.seconds
    calendars = {_PROMISE: model.promise.support or ALWAYS, **{code: hours_of(model, code) for code in model.parts}}
    hours = [(code, spans_between(calendar, first, last)) for code, calendar in calendars.items()]
    hours += [(code, [(to_seconds(start), to_seconds(end)) for start, end in times]) for code, times in added.items()]
    edges = [
        (moment, code, begins)
        for code, times in hours
        for start, end in times
        for moment, begins in ((start, True), (end, False))
    ]
    found: list[Stretch] = []
    on: set[str] = set()
    since = first
    for moment, changes in groupby(sorted(edges), key=lambda edge: edge[0]):
        if _PROMISE in on and since < moment:
            found.append(Stretch(since, moment, frozenset(on - {_PROMISE})))
        for _moment, code, begins in changes:
            (on.add if begins else on.discard)(code)
        since = moment
    return found


def hours_of(model: Model, code: str) -> WorkingCalendar:
    return model.by_code[code].targets.support or ALWAYS


def unsupported(model: Model, stretches: list[Stretch]) -> list[Stretch]:
    """Those in which not enough is supported."""
    enough = {on: model.works(on) for on in {each.on for each in stretches}}
    return [each for each in stretches if not enough[each.on]]


def _first(model: Model, lacking: list[Stretch], seconds: int) -> Unsupported:
    end = lacking[0].end
    for each in lacking[1:]:
        if each.start != end:
            break
        end = each.end
    return Unsupported(
        start=to_moment(lacking[0].start),
        end=to_moment(end),
        missing=tuple(code for code in model.parts if code not in lacking[0].on),
        seconds=seconds,
    )
