"""Silence: nothing leaves the house, and no mailbox is looked into. In force after a restored backup, until an
administrator says that this is the real one.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records import Field
from fettle.kernel.records.values import Flag, Line
from fettle.kernel.settings.declare import Definition, Form

SILENCE = Definition(
    key="operations.silence",
    title=_("Silence"),
    shape=Form(
        (
            Field(
                "silent",
                Flag(),
                _("no mail leaves"),
                _("Mails are written down and shown, and withheld. No mailbox is looked into."),
            ),
            Field("why", Line(200), _("why")),
        )
    ),
    default={"silent": False, "why": None},
    may="operations.administer",
    procedure=_(
        "After restoring a backup nothing leaves until the administrator has made sure that no other copy of this "
        "installation is running, and ends the silence here."
    ),
)
