"""Every sentence that a clock or a calendar says to a person, all of them lazy, and the refusals that carry one."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise


class BadCalendar(ValueError):
    """What was given is not a calendar; the sentence names the field and the remedy."""


class NoWorkingTime(ValueError):
    """The calendar does not work any more, so nothing can ever become due."""


def explained(rule: str, detail: str, day: str) -> Sentence:
    """Why an interval was counted or not. `detail` is the holiday's name or the pause's reason, `day` an ISO date."""
    if rule == "holiday":
        return format_lazy(_("Holiday, not counted: {name} ({day})"), name=detail or _("no name"), day=day)
    if rule == "paused":
        return format_lazy(_("Paused, not counted: {reason}"), reason=detail or _("no reason given"))
    return _PLAIN[rule]


_PLAIN: dict[str, Sentence] = {
    "working": _("Working time, counted"),
    "outside_hours": _("Outside working hours, not counted"),
    "resolved": _("Resolved until it was reopened, not counted"),
    "cancelled": _("Cancelled until it was reopened, not counted"),
}


def unknown_zone(name: object) -> Sentence:
    return format_lazy(
        _("zone: “{name}” is not a known time zone. Give an IANA name such as Europe/Prague or UTC."), name=str(name)
    )


def not_an_object() -> Sentence:
    return _("A calendar must be an object with the fields zone, week, holidays and special.")


def unknown_field(field: str) -> Sentence:
    return format_lazy(_("{field}: there is no such field in a calendar. Remove it, or correct its name."), field=field)


def not_a_mapping(field: str) -> Sentence:
    return format_lazy(_("{field}: must be an object that maps names to values."), field=field)


def not_seven_days() -> Sentence:
    return _("week: must have seven days, Monday first. Give an empty list for a day without working time.")


def not_a_date(field: str, value: object) -> Sentence:
    return format_lazy(_("{field}: “{value}” is not a date. Write it as 2026-12-24."), field=field, value=str(value))


def not_text(field: str) -> Sentence:
    return format_lazy(_("{field}: the name must be text. Write it in quotes."), field=field)


def not_spans(field: str) -> Sentence:
    return format_lazy(
        _('{field}: must be a list of spans such as [["09:00", "12:00"], ["13:00", "17:00"]].'), field=field
    )


def not_a_time(field: str, value: object) -> Sentence:
    return format_lazy(
        _("{field}: “{value}” is not a time of day. Write it as 09:00; the latest is 24:00."),
        field=field,
        value=str(value),
    )


def reversed_span(field: str, start: str, end: str) -> Sentence:
    return format_lazy(
        _("{field}: the span {start}–{end} must end after it starts. Exchange the times, or split a night at 24:00."),
        field=field,
        start=start,
        end=end,
    )


def overlapping_spans(field: str, first: str, second: str) -> Sentence:
    return format_lazy(
        _("{field}: the spans {first} and {second} overlap. Join them or shorten one."),
        field=field,
        first=first,
        second=second,
    )


def never_works(years: int) -> Sentence:
    return format_lazy(
        _("This calendar has no working time within {years} years. Add working hours to its week."), years=years
    )


def never_due() -> Sentence:
    return _("never due: its calendar has no working time any more")


def target_too_short() -> Sentence:
    return _("target: must be longer than zero. Leave it empty for a clock without a target.")


def no_hours_at_all() -> Sentence:
    return _("week: there is no working time at all. Give at least one day its hours.")


def unknown_country(code: str) -> Sentence:
    return format_lazy(_("country: “{code}” is not known. Give a code of two letters, such as CZ or US."), code=code)


def unknown_subdivision(code: str, country: str) -> Sentence:
    return format_lazy(
        _("subdivision: “{code}” is not a part of {country} that is known. Choose another, or leave it empty."),
        code=code,
        country=country,
    )
