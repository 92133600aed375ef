"""Where restored records came from: whoever shows numbers of another system's log names it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from fettle.edges.transfer.models import ImportRun
from fettle.kernel.assembly import assembly


def attributions() -> tuple[str, ...]:
    """A sentence for each log that was restored here, with the words its licence asks for."""
    logs = [each.key for each in assembly().importers if each.restores]
    begun = (ImportRun.State.CONFIRMED, ImportRun.State.DONE)
    runs = ImportRun.objects.filter(source__in=logs, state__in=begun).defer("preview", "log").order_by("started_at")
    return tuple(dict.fromkeys(run.outcome.get("attribution") or _restored_from(run) for run in runs))


def _restored_from(run: ImportRun) -> str:
    return _("Restored from %(file)s (%(source)s).") % {"file": run.file_name, "source": run.source}
