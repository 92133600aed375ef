"""A version on A4, tagged (PDF/UA-1), in the house's own font. Nothing comes from the network."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from fettle.edges.pages import press, wording
from fettle.edges.papers.typeset import Node, blocks
from fettle.edges.papers.wording import STANDS
from fettle.facilities.documents import queries
from fettle.facilities.documents.models import Version
from fettle.kernel.records.models import Record


def write(record: Record, version: Version) -> bytes:
    """Raises NotBuilt when the fonts are not there yet."""
    foot = _("%(number)s, version %(version)s. Printed on %(day)s; the valid version is the one in Fettle.")
    said = {"number": record.number, "version": version.number, "day": wording.day(timezone.localtime())}
    return sheet(record.title, record.organisation.name, _facts(record, version), blocks(version.text), foot % said)


def sheet(title: str, organisation: str, facts: Sequence[tuple[Any, Any]], body: list[Node], foot: str) -> bytes:
    """A page of A4 with a title, what is known (``facts``), and a text of ``blocks``. Raises NotBuilt."""
    data = {
        "language": (get_language() or "en").partition("-")[0],
        "title": title,
        "organisation": organisation,
        "facts": [[str(name), str(value)] for name, value in facts],
        "blocks": body,
        "foot": foot,
        "page": pgettext("page 1 of 2", "Page {1} of {2}"),
    }
    return press.printed(__package__, "paper.typ", {"data": json.dumps(data)})


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
