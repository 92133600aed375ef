"""The forms of tags."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.facilities.tags.definitions import MANAGE
from fettle.facilities.tags.models import Tag
from fettle.facilities.tags.rules import COLOURS, LONGEST
from fettle.kernel.access.actor import Actor
from fettle.kernel.settings import territory


class TagForm(forms.Form):
    """Name and colour."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST)
    colour = forms.ChoiceField(label=_("Colour"), required=False, choices=list(COLOURS.items()))


class NewTag(TagForm):
    """With the organisation on whose records it may stand."""

    def __init__(self, actor: Actor, *args: Any) -> None:
        super().__init__(*args)
        homes = list(territory.organisations(actor, MANAGE))
        self.fields["organisation"] = forms.ModelChoiceField(
            queryset=territory.organisations(actor, MANAGE),
            label=_now("Organisation"),
            help_text=_now("It may stand on the records of this organisation and of those below it."),
            empty_label=None,
            initial=homes[0] if homes else None,
        )


class ChangedTag(TagForm):
    """With whether it is still offered."""

    retired = forms.BooleanField(
        label=_("Retired"), required=False, help_text=_("It stays where it is and is offered no more.")
    )


class MergeForm(forms.Form):
    """The tag in which this one goes on."""

    def __init__(self, others: QuerySet[Tag], *args: Any) -> None:
        super().__init__(*args)
        self.fields["into"] = forms.ModelChoiceField(
            queryset=others,
            label=_now("Goes on in"),
            empty_label=_now("Please choose"),
            error_messages={"required": _now("Choose one of them.")},
        )
