"""A version on A4, tagged (PDF/UA-1), in the house's own font. Nothing comes from the network."""

from __future__ import annotations

import json
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from fettle.edges.pages import press, wording
from fettle.edges.papers.typeset import blocks
from fettle.edges.papers.wording import STANDS
from fettle.facilities.documents import queries
from fettle.facilities.documents.models import Version
from fettle.kernel.records.models import Record


def write(record: Record, version: Version) -> bytes:
    """Raises NotBuilt when the fonts are not there yet."""
    return press.printed(__package__, "paper.typ", {"data": json.dumps(_data(record, version))})


def _data(record: Record, version: Version) -> dict[str, Any]:
    return {
        "language": (get_language() or "en").partition("-")[0],
        "title": record.title,
        "organisation": record.organisation.name,
        "facts": [[str(name), str(value)] for name, value in _facts(record, version)],
        "blocks": blocks(version.text),
        "foot": _("%(number)s, version %(version)s. Printed on %(day)s; the valid version is the one in Fettle.")
        % {"number": record.number, "version": version.number, "day": wording.day(timezone.localtime())},
        "page": pgettext("page 1 of 2", "Page {1} of {2}"),
    }


def _facts(record: Record, version: Version) -> list[tuple[Any, Any]]:
    approval = getattr(version, "approval", None)
    rows = [
        (_("Document"), record.number),
        (_("Version"), version.number),
        (_("Status"), STANDS[queries.stands(record, version)].label),
        (_("Written by"), version.author or "–"),
    ]
    if approval:
        rows += [(_("Approved by"), approval.person or "–"), (_("Holds from"), wording.day(approval.effective_on))]
    return rows
