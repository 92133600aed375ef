"""The forms of calendars and of the default agreement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.administration import choices
from fettle.administration.definitions import calendar_text
from fettle.kernel.clock import holidays_of, queries
from fettle.kernel.clock.calendar_data import DAYS
from fettle.kernel.settings.wording import DAY_WORDS


class CalendarForm(forms.Form):
    """A week of working hours, the holidays that close it, and special days."""

    name = forms.CharField(label=_("Name"), max_length=120)
    zone = forms.ChoiceField(label=_("Time zone"), choices=choices.zones)
    holidays = forms.CharField(
        label=_("Holidays"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One in a line: 2026-12-25 Christmas Day. No work on these dates."),
    )
    special = forms.CharField(
        label=_("Special days"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One in a line: 2026-12-24 08:00-12:00. Exactly these hours, also on a holiday; - for none."),
    )
    reason = forms.CharField(label=_("Why is it changed?"), max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day, word in DAY_WORDS.items():
            field = forms.CharField(label=word, required=False, max_length=200)
            self.fields[day] = field
        self.order_fields(["name", "zone", *DAYS, "holidays", "special", "reason"])

    def data_for_calendar(self) -> dict[str, Any]:
        """Raises Invalid."""
        return calendar_text.data_of(self.cleaned_data)


class ProposeForm(forms.Form):
    """The public holidays of a country, for the present year and the two after it."""

    country = forms.ChoiceField(label=_("Country"))
    part = forms.CharField(
        label=_("Part of the country"), required=False, max_length=6, help_text=_("Its code, such as BY.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = countries()  # type: ignore[attr-defined]


def countries() -> list[tuple[str, str]]:
    """The countries whose holidays are known."""
    return [("", _now("Choose")), *holidays_of.names().items()]


class AgreementForm(forms.Form):
    """The default agreement: which calendar counts, its texts, and from ``beside`` what else is promised and what does
    not count. ``again``: what was excluded until now, by mark and in words.
    """

    title = forms.CharField(label=_("Name"), max_length=200)
    calendar = forms.ChoiceField(
        label=_("Calendar"), help_text=_("Clocks run in its hours; services may have their own.")
    )
    terms = forms.CharField(
        label=_("Text of the agreement"),
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What is provided, what both sides do, what is left out. Markdown."),
    )
    reporting = forms.CharField(
        label=_("Reports that are promised"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Which, how often, to whom. Whoever specifies reports reads it there."),
    )
    measuring = forms.CharField(
        label=_("How it is measured"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    exclusions = forms.CharField(
        label=_("More on exclusions"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    kept_percent = forms.IntegerField(
        label=_("A time is kept when so many per cent of the records kept it"),
        required=False,
        min_value=1,
        max_value=100,
        help_text=_("Empty: as the settings say."),
    )
    reason = forms.CharField(label=_("Why is it changed?"), max_length=500)

    def __init__(
        self,
        data: Any = None,
        *,
        initial: dict[str, Any] | None = None,
        beside: forms.Form | None = None,
        again: Iterable[tuple[int, str]] = (),
    ) -> None:
        super().__init__(data, initial=initial)
        if beside is not None:
            self.fields.update(beside.fields)
            self.initial.update(beside.initial)
        for mark, what in again:
            label = _now("Counts again: %(what)s") % {"what": what}
            self.fields[f"again-{mark}"] = forms.BooleanField(label=label, required=False)
        self.fields["reason"] = self.fields.pop("reason")
        self.fields["calendar"].choices = [  # type: ignore[attr-defined]
            (version.calendar.key, f"{version.calendar.name} ({_now('version')} {version.version})")
            for version in queries.in_force()
        ]
