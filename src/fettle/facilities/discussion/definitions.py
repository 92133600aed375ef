"""What the administrator decides about files."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records import Field
from fettle.kernel.records.values import Number
from fettle.kernel.settings.declare import Definition, Form

FILES = Definition(
    key="discussion.files",
    title=_("Attached files"),
    may="settings.administer",
    shape=Form(
        (
            Field("most_megabytes", Number(1, 1000, "MB"), _("largest file"), needed=True),
            Field("most_per_record", Number(1, 1000), _("most files on one record"), needed=True),
        )
    ),
    default={"most_megabytes": 25, "most_per_record": 100},
    procedure=_(
        "Whoever attaches a file makes sure that it belongs to the record and holds no passwords. A file attached by "
        "mistake is taken away with a reason; the history keeps that it was there."
    ),
)
