"""What imports keep about somebody: the rows as they were read. The same file read again finds the same rows."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from fettle.edges.transfer.models import ImportRun, RefusedRow, SourceRow
from fettle.kernel.history.erase import Erasing, Trace


def rows(erasing: Erasing) -> int:
    """Rows of logs, rows that were refused, and who ran an import."""
    found = erasing.replace(SourceRow.objects.all(), "values")
    found += erasing.replace(RefusedRow.objects.all(), "text", "reason")
    return found + erasing.replace(
        ImportRun.objects.all(), "by_label", "file_name", "outcome", theirs=lambda run: run.by_id == erasing.person.pk
    )


TRACES: Iterable[Trace] = (Trace("rows", _("rows of imports"), rows),)
