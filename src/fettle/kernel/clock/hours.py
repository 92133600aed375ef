"""The working hours of one day: spans of minutes on the wall clock, and how they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from fettle.kernel.clock.wording import BadCalendar, not_a_time, not_spans, overlapping_spans, reversed_span

Span = tuple[int, int]
"""(start, end) in minutes after local midnight, start < end <= 1440; the end does not belong to the span."""

Hours = tuple[Span, ...]

WHOLE_DAY: Hours = ((0, 1440),)

_TIME = re.compile(r"([0-9]{2}):([0-5][0-9])")


def checked(field: str, spans: Iterable[Span]) -> Hours:
    """The spans in order of time. Raises BadCalendar, naming the field, when one is reversed or two overlap."""
    ordered = tuple(sorted((start, end) for start, end in spans))
    for start, end in ordered:
        if not 0 <= start < end <= 1440:
            raise BadCalendar(reversed_span(field, _time(start), _time(end)))
    for first, second in pairwise(ordered):
        if second[0] < first[1]:
            raise BadCalendar(overlapping_spans(field, _text(first), _text(second)))
    return ordered


def read(field: str, data: object) -> Hours:
    """Spans from `[["09:00", "17:00"]]`. Raises BadCalendar, naming the field, when it is written otherwise."""
    if not isinstance(data, list | tuple) or not all(isinstance(row, list | tuple) and len(row) == 2 for row in data):
        raise BadCalendar(not_spans(field))
    return checked(field, [(_minutes(field, start), _minutes(field, end)) for start, end in data])


def write(hours: Hours) -> list[list[str]]:
    """The inverse of `read`."""
    return [[_time(start), _time(end)] for start, end in hours]


def _minutes(field: str, value: object) -> int:
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    minutes = int(match[1]) * 60 + int(match[2]) if match else 1441
    if minutes > 1440:
        raise BadCalendar(not_a_time(field, value))
    return minutes


def _time(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _text(span: Span) -> str:
    return f"{_time(span[0])}–{_time(span[1])}"
