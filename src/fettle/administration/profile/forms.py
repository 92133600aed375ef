"""The forms of one's own page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fettle.administration import choices
from fettle.kernel.orgs.models import Person


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
