"""The portal's forms. Values are cleaned by the declared types; everything that is not needed may stay empty."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Invalid, TooLarge
from fettle.kernel.records import numbers
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current
from fettle.portal import queries
from fettle.processes.incidents import queries as incidents
from fettle.processes.services import queries as services

LISTED = 200
"""Up to so many services stand in the list."""
KINDS = [("incident", _("Something does not work")), ("request", _("I need something, or have a question"))]


class SeveralFiles(forms.ClearableFileInput):
    """A file control that takes several."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class Files(forms.FileField):
    """No file, one or several: cleaned to a list."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        return [super(Files, self).clean(file, initial) for file in given]


class Taking(forms.Form):
    """A form whose wish an action may refuse: the refusal becomes errors of its fields."""

    def refuse(self, problem: Invalid | TooLarge) -> None:
        errors = problem.errors if isinstance(problem, Invalid) else {"files": problem.sentence}
        for given, sentence in errors.items():
            name = "attached" if given == "files" else given
            self.add_error(name if name in self.fields else None, str(sentence))


class Message(Taking):
    """What somebody sends to the service desk. One sentence is enough."""

    title = forms.CharField(label=_("In one sentence: what is it about?"), max_length=200)
    details = forms.CharField(
        label=_("Tell us more"),
        help_text=_("What did you see? Since when?"),
        widget=forms.Textarea,
        required=False,
        max_length=50_000,
    )
    attached = Files(label=_("Pictures or files"), required=False)
    kind = forms.ChoiceField(label=_("What is it?"), choices=KINDS, widget=forms.RadioSelect, initial="incident")
    impact = forms.ChoiceField(label=_("Who is affected?"), widget=forms.RadioSelect, required=False)
    urgency = forms.ChoiceField(label=_("How urgent is it?"), widget=forms.RadioSelect, required=False)
    service = forms.ChoiceField(label=_("What does it belong to?"), required=False)
    location = forms.CharField(label=_("Room or place"), max_length=200, required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("impact", "urgency"):
            self.fields[name].choices = incidents.choices(name)  # type: ignore[attr-defined]
        self.offered = {service.number: service for service in self._on_offer(actor)}
        named = [(number, service.title) for number, service in self.offered.items()]
        self.fields["service"].choices = [("", _("I do not know")), *named]  # type: ignore[attr-defined]
        most = current()["discussion.files"]["most_megabytes"]
        self.fields["attached"].help_text = _("Up to %(most)s MB each.") % {"most": most}

    def _on_offer(self, actor: Actor) -> list[Record]:
        """All services on offer; of many those that are asked for most, and the one that was chosen on the way here."""
        few = list(services.requestable(actor)[: LISTED + 1])
        if len(few) <= LISTED:
            return few
        self.fields["service"].help_text = _(
            "The services that are asked for most. For another one begin on the page “Services”."
        )
        chosen = str((self.data if self.is_bound else self.initial).get("service") or "")
        here = services.requestable(actor).filter(number=numbers.tidy(chosen) or "")
        return list(dict.fromkeys([*here, *queries.popular(actor)]))

    def wish(self) -> dict[str, Any]:
        """The values for ``register``."""
        values = {
            name: value for name, value in self.cleaned_data.items() if name not in ("kind", "attached", "service")
        }
        service = self.offered.get(self.cleaned_data["service"])
        return values | ({"service": service} if service else {})


class Answer(Taking):
    """A message on what was sent."""

    text = forms.CharField(label=_("Your message"), widget=forms.Textarea, max_length=100_000)
    attached = Files(label=_("Pictures or files"), required=False)


class NotSolved(Taking):
    """Why it goes on."""

    reason = forms.CharField(label=_("What does still not work?"), widget=forms.Textarea, max_length=2000)


class Withdraw(Taking):
    """Why it is no longer needed; few want to explain, so a sentence stands there."""

    reason = forms.CharField(label=_("Why is it no longer needed?"), max_length=500)


class Complaint(Taking):
    """What somebody is not content with."""

    title = forms.CharField(label=_("In one sentence: what are you not content with?"), max_length=200)
    details = forms.CharField(
        label=_("What happened?"),
        help_text=_("When, who was there, and what you expect from us."),
        widget=forms.Textarea,
        required=False,
        max_length=20_000,
    )


class Again(Taking):
    """What is there again."""

    details = forms.CharField(label=_("What happens now?"), widget=forms.Textarea, max_length=50_000)
