"""What the guided start asks. Every field has a default that works, but for who the administrator is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.administration import choices
from fettle.kernel.clock import holidays_of


class OrganisationStep(forms.Form):
    name = forms.CharField(label=_("Name of your organisation"), max_length=200)
    zone = forms.ChoiceField(label=_("Time zone"), choices=choices.zones)
    language = forms.ChoiceField(label=_("Language"), choices=choices.languages)


class HoursStep(forms.Form):
    weekdays = forms.CharField(
        label=_("Monday to Friday"), required=False, max_length=200, help_text=_("As 08:00-12:00, 13:00-17:00.")
    )
    saturday = forms.CharField(label=_("Saturday"), required=False, max_length=200)
    sunday = forms.CharField(label=_("Sunday"), required=False, max_length=200)
    country = forms.ChoiceField(
        label=_("Public holidays of"), required=False, help_text=_("This year and the next two; change them later.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _now("none yet")), *holidays_of.names().items()]  # type: ignore[attr-defined]


class AdministratorStep(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    mail = forms.EmailField(label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=500,
        help_text=_("At least ten characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class TeamStep(forms.Form):
    name = forms.CharField(label=_("Name of the team"), max_length=120)
    mail = forms.EmailField(label=_("Its e-mail address"), required=False)
    phone = forms.CharField(label=_("Its telephone"), required=False, max_length=60)
    words = forms.CharField(
        label=_("When and where it can be reached"),
        required=False,
        max_length=200,
        help_text=_("Such as: Mon–Fri 8–16, room B-12. With telephone and address it is shown in the portal."),
    )


class MailStep(forms.Form):
    """The mail server. Empty: mails are shown in the log and go nowhere."""

    host = forms.CharField(label=_("Mail server (SMTP)"), required=False, max_length=200)
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535)
    tls = forms.ChoiceField(
        label=_("Protection"),
        choices=[("starttls", _("STARTTLS")), ("tls", _("TLS from the start")), ("none", _("None"))],
    )
    user = forms.CharField(label=_("User name"), required=False, max_length=200)
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    sender = forms.EmailField(label=_("Sender address"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("host") and not given.get("sender") and "sender" not in self.errors:
            self.add_error("sender", _now("Give the address that mails come from."))
        return given


class ServiceStep(forms.Form):
    title = forms.CharField(label=_("Name of the service"), max_length=120)
    requestable = forms.BooleanField(label=_("People may ask for it in the portal"), required=False)
    pace = forms.ChoiceField(
        label=_("How soon do you help?"),
        choices=[
            ("usual", _("As usual: critical ones answered in 15 minutes, solved in 4 hours; low ones in 5 days")),
            ("calm", _("Calmer: critical ones answered in 1 hour, solved in 8 hours; low ones in 10 days")),
        ],
        widget=forms.RadioSelect,
        help_text=_("Of working time. Every target can be changed in the settings."),
    )
