"""The forms of one's own page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.administration import choices
from fettle.edges.notify import choosing, times
from fettle.edges.pages import keys
from fettle.kernel.orgs.models import Person
from fettle.kernel.settings.wording import DAY_WORDS

CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class Profile(forms.Form):
    """How a person is called and how they like their screen."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language"))
    zone = forms.ChoiceField(label=_("Time zone"), required=False, help_text=_("All times are shown in it."))
    theme = forms.ChoiceField(
        label=_("Colours"),
        choices=[("auto", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))],
        widget=forms.RadioSelect,
    )
    density = forms.ChoiceField(
        label=_("Lists"),
        choices=[("comfortable", _("Comfortable")), ("compact", _("Compact"))],
        widget=forms.RadioSelect,
    )
    single_keys = forms.BooleanField(
        label=_("Single-key shortcuts"), required=False, help_text=_("Switch them off if you dictate or use a switch.")
    )
    signature = forms.CharField(
        label=_("Signature"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands below your answers to users."),
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        own = {name: getattr(person, name) for name in self.base_fields}
        kwargs["initial"] = own
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = choices.languages()  # type: ignore[attr-defined]
        house = _("As my organisation: %(zone)s") % {"zone": person.organisation.zone}
        self.fields["zone"].choices = [("", house), *choices.zones()]  # type: ignore[attr-defined]


class Keys(forms.Form):
    """One field for each action that a key stands for, in groups."""

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        held = keys.held(person)
        kwargs["initial"] = {name: keys.written(key) for name, key in held.items()}
        super().__init__(*args, **kwargs)
        self.actions = keys.actions()
        for action in self.actions:
            shape = {"class": "x-input is-key", "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
            given = forms.TextInput(attrs=shape)
            self.fields[action.name] = forms.CharField(label=action.label, required=False, max_length=10, widget=given)

    def groups(self) -> list[tuple[Any, list[tuple[keys.Action, str, forms.BoundField]]]]:
        """By group: the action, its standard key as it stands on a keyboard, and its field."""
        return [
            (label, [(a, keys.written(a.standard), self[a.name]) for a in self.actions if a.group == group])
            for group, label in keys.GROUPS.items()
        ]


class Times(forms.Form):
    """Quiet hours, and whether mails that are not urgent come one by one."""

    quiet = forms.ChoiceField(
        label=_("Quiet hours"),
        widget=forms.RadioSelect,
        help_text=_("No mail leaves in them. What you see on the screen and urgent mails never wait."),
    )
    quiet_from = forms.TimeField(label=_("My quiet hours from"), required=False, widget=CLOCK, input_formats=["%H:%M"])
    quiet_until = forms.TimeField(
        label=_("My quiet hours until"),
        required=False,
        widget=CLOCK,
        input_formats=["%H:%M"],
        help_text=_("Of the next day, if it is earlier."),
    )
    quiet_weekends = forms.BooleanField(label=_("Quiet on Saturdays and Sundays"), required=False)
    mails = forms.ChoiceField(label=_("Mails that are not urgent"), widget=forms.RadioSelect)
    digest_at = forms.TimeField(
        label=_("My digest leaves at"),
        required=False,
        widget=CLOCK,
        input_formats=["%H:%M"],
        help_text=_("One mail a day with all that happened, by record; none when nothing did."),
    )
    digest_days = forms.MultipleChoiceField(
        label=_("My digest leaves on"),
        required=False,
        choices=list(DAY_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = choosing.given(times.chosen(person, times.QUIET), times.chosen(person, times.DIGEST))
        super().__init__(*args, **kwargs)
        hours, daily = times.of_house()
        self.fields["quiet"].choices = [  # type: ignore[attr-defined]
            (choosing.HOUSE, _now("As the house: %(times)s") % {"times": choosing.hours_in_words(hours)}),
            (choosing.NONE, _now("None: mails come at all hours")),
            (choosing.OWN, _now("My own hours, as given below")),
        ]
        self.fields["mails"].choices = [  # type: ignore[attr-defined]
            (choosing.HOUSE, _now("As the house: %(times)s") % {"times": choosing.digest_in_words(daily)}),
            (choosing.AS_THEY_COME, _now("At once, one by one")),
            (choosing.GATHERED, _now("In a digest, as given below")),
        ]

    def wishes(self) -> dict[str, Any]:
        """What was chosen, with times as text."""
        given = self.cleaned_data
        return {name: value.strftime("%H:%M") if hasattr(value, "strftime") else value for name, value in given.items()}


class MakeToken(forms.Form):
    """A token for a script or another program."""

    name = forms.CharField(label=_("What is it for?"), max_length=120)
    scope = forms.ChoiceField(
        label=_("What may it do?"),
        choices=[
            ("read", _("Read what I may see")),
            ("write", _("Read, and do daily work as I may")),
            ("administer", _("All that I may, settings too")),
        ],
        widget=forms.RadioSelect,
        initial="read",
    )
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        choices=[("30", _("30 days")), ("90", _("90 days")), ("365", _("one year")), ("0", _("no end"))],
        initial="90",
    )
