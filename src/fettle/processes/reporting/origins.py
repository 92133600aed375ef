"""Where restored records came from: whoever shows numbers of another system's log names it."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from fettle.edges.transfer.models import ImportRun
from fettle.kernel.history.models import Entry
from fettle.kernel.history.restore import RESTORED


def attributions(records: Collection[int]) -> tuple[str, ...]:
    """A sentence for each log that some of these records were restored from, with the words its licence asks for."""
    runs = ImportRun.objects.order_by("started_at")
    if not records or not runs.exists():
        return ()
    if not Entry.objects.filter(record_id__in=list(records), origin=RESTORED).exists():
        return ()
    said = dict.fromkeys(run.outcome.get("attribution") or _restored_from(run) for run in runs)
    return tuple(said)


def _restored_from(run: ImportRun) -> str:
    return _("Restored from %(file)s (%(source)s).") % {"file": run.file_name, "source": run.source}
