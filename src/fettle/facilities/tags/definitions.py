"""What is decided about tags."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records import Field
from fettle.kernel.records.values import Flag, Number
from fettle.kernel.settings.declare import Definition, Form

MANAGE = "tags.manage"
"""Makes, renames, merges and retires tags."""
HANDLING = Definition(
    key="tags.handling",
    title=_("Tags"),
    may=MANAGE,
    shape=Form(
        (
            Field("make", Flag(), _("whoever tags a record may make a new tag")),
            Field("most_on_record", Number(1, 50), _("most tags on one record"), needed=True),
            Field("most", Number(1, 5000), _("most tags of one organisation"), needed=True),
        )
    ),
    default={"make": True, "most_on_record": 10, "most": 500},
    procedure=_(
        "A tag gathers what belongs together and has no field of its own, such as a rollout or a building site. It "
        "names no person. What is asked for again and again becomes a category. Once a year the tags are looked "
        "through: those that say the same are merged, those that nobody uses are retired."
    ),
)
