"""Search documents are made of the texts of a record: those that name somebody are made anew."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from fettle.facilities.search.documents import index, naming
from fettle.facilities.search.models import SearchDocument
from fettle.kernel.history.erase import Erasing, Trace


def documents(erasing: Erasing) -> int:
    """Comes after everything that is searched."""
    deleted = erasing.records if erasing.files else frozenset()
    mentioning = erasing.mentioned(SearchDocument.objects.all(), "parts").values_list("record_id", flat=True)
    records = deleted.union(mentioning, naming(erasing.person.pk))
    for record in sorted(records):
        index(record)
    return len(records)


TRACES: Iterable[Trace] = (Trace("documents", _("records searched anew"), documents),)
