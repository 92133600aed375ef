"""The form that takes a file: what it is, whose records it tells of, in which zone it tells the time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from fettle.edges.transfer import runs
from fettle.edges.transfer.outcome import Importer
from fettle.kernel.access.actor import Actor
from fettle.kernel.orgs.models import Organisation


@lru_cache(maxsize=1)
def zones() -> list[tuple[str, str]]:
    """The time zones by name, those without a continent left out (they are old names)."""
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    return [(name, name.replace("_", " ")) for name in ["UTC", *names]]


class UploadForm(forms.Form):
    """``importers`` are the kinds of file that the actor may import; the organisations those of any of them."""

    kind = forms.ChoiceField(label=_("What is it?"))
    file = forms.FileField(label=_("File"), allow_empty_file=True)
    organisation = forms.ChoiceField(label=_("Organisation"), help_text=_("Whose records they are."))
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones, initial="UTC")

    def __init__(self, actor: Actor, importers: Sequence[Importer], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties: dict[str, Organisation] = {
            str(party.pk): party for party in runs.organisations(actor, *importers)
        }
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [(each.key, each.label) for each in importers]
        fields["file"].help_text = _("At most %(most)s MB.") % {"most": runs.LARGEST // 1_000_000}
        ordered = sorted(self.parties.values(), key=lambda party: party.path)
        top = min((party.path.count("/") for party in ordered), default=0)
        fields["organisation"].choices = [
            (str(party.pk), "\u2003" * (party.path.count("/") - top) + party.name) for party in ordered
        ]
        timed = [str(each.label) for each in importers if each.timed]
        fields["time_zone"].help_text = _("In which the file tells the time: %(kinds)s.") % {"kinds": ", ".join(timed)}
        if not timed:
            del self.fields["time_zone"]

    @property
    def party(self) -> Organisation:
        return self.parties[self.cleaned_data["organisation"]]
