"""The fields that every controlled text has, for the sections of a room's kind."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records import Field
from fettle.kernel.records.values import STAFF, Day, Number

CONTROL = (
    Field("in_force", Number(1), _("version in force"), column=True),
    Field("effective_on", Day(), _("holds from"), column=True),
    Field("draft", Number(1), _("version being written"), audience=STAFF),
)
