"""What imports keep about somebody: the rows as they were read. The same file read again finds the same rows."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from fettle.edges.transfer import reading, runs
from fettle.edges.transfer.models import ImportRun, RefusedRow, SourceRow
from fettle.kernel.errors import Invalid
from fettle.kernel.history.erase import Erasing, Trace


def rows(erasing: Erasing) -> int:
    """Rows of logs, rows that were refused, and who ran an import."""
    found = erasing.replace(SourceRow.objects.all(), "values")
    found += erasing.replace(RefusedRow.objects.all(), "text", "reason")
    return found + erasing.replace(
        ImportRun.objects.all(),
        "by_label",
        "file_name",
        "outcome",
        "preview",
        "problem",
        "log",
        theirs=lambda run: run.by_id == erasing.person.pk,
    )


def files(erasing: Erasing) -> int:
    """Kept files that name them: the import stays, its file goes."""
    found = 0
    for run in ImportRun.objects.exclude(file=None).select_related("file").defer("log").select_for_update(of=("self",)):
        text = _text(run)
        if erasing.text(text) != text and run.file:
            file, run.file = run.file, None
            run.save(update_fields=["file"])
            runs.drop(file)
            found += 1
    return found


def _text(run: ImportRun) -> str:
    """The words of its file, whatever they mean; of a workbook those of its cells."""
    content = runs.content_of(run)
    try:
        return "\n".join(cell for _line, row in reading.read(content) for pair in row.items() for cell in pair)
    except Invalid:
        return content.decode("utf-8", "replace")


TRACES: Iterable[Trace] = (Trace("rows", _("rows of imports"), rows), Trace("imports", _("imported files"), files))
