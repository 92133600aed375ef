"""The register of types: which documents are to be kept (GR2.A3)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records import Field
from fettle.kernel.records.values import Flag, Line, Option
from fettle.kernel.settings.choices import options
from fettle.kernel.settings.declare import Definition, Table

TYPES = Definition(
    key="documents.types",
    title=_("Types of documents"),
    fitsm=("GR2.A1", "GR2.A3"),
    may="documents.approve",
    shape=Table(
        (
            Field("code", Line(40), _("code"), needed=True),
            Field("label", Line(80), _("name"), needed=True),
            Field("active", Flag(), _("in use")),
        )
    ),
    default=[
        {"code": code, "label": label, "active": True}
        for code, label in (
            ("policy", _("Policy")),
            ("scope", _("Scope statement")),
            ("plan", _("Plan")),
            ("process", _("Process description")),
            ("procedure", _("Procedure")),
            ("other", _("Other")),
        )
    ],
    procedure=_(
        "Documents of the management system are written here, in Markdown, and nowhere else; a file that must be kept "
        "as it is hangs on its document as an attachment. To be kept: one policy, one scope statement, one service "
        "management plan, a description of every process, and the procedures that stand beside their settings."
    ),
)


def types() -> Sequence[Option]:
    """The types as choices; one that is not in use is shown on old documents and no longer offered."""
    return options("documents.types")
