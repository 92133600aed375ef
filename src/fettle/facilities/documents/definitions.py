"""What the administrator decides about controlled texts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records import Field
from fettle.kernel.records.values import Flag, Number
from fettle.kernel.settings.declare import Definition, Form

CONTROL = Definition(
    key="documents.control",
    title=_("Control of documents"),
    fitsm=("GR2.A2",),
    may="settings.administer",
    shape=Form(
        (
            Field(
                "one_person",
                Flag(),
                _("one person may write and approve"),
                _("Where only one person looks after IT."),
            ),
            Field("remind_days", Number(1, 365, _("days")), _("remind who has not read it, every"), needed=True),
        )
    ),
    default={"one_person": False, "remind_days": 14},
    procedure=_(
        "The owner of a document writes it, somebody else approves it. It is distributed to those who work by it, and "
        "each confirms that they read and understood it. The owner reviews it by the date that is set, and writes a "
        "new version when practice has changed. What no longer holds is withdrawn with a reason; nothing is deleted."
    ),
)
