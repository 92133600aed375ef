"""What pages keep about somebody."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from fettle.edges.pages.models import BulkRun, Draft, Presence, SavedView, Sent
from fettle.kernel.history.erase import Erasing, Trace


def left_behind(erasing: Erasing) -> int:
    """Drafts, what they sent and had open, their bulk changes, and views that only they used; shared ones stay."""
    mine = {"person": erasing.person}
    rows = [model._default_manager.filter(**mine) for model in (Draft, Sent, Presence, BulkRun)]
    return sum(found.delete()[0] for found in rows) + SavedView.objects.filter(**mine, shared=False).delete()[0]


def mentions(erasing: Erasing) -> int:
    """Their names in what others left."""
    found = erasing.replace(Draft.objects.all(), "text", theirs=erasing.on_their_record)
    found += erasing.replace(BulkRun.objects.all(), "values", "refused")
    return found + erasing.replace(SavedView.objects.all(), "name", "query")


TRACES: Iterable[Trace] = (
    Trace("left_behind", _("drafts, views and bulk changes"), left_behind),
    Trace("mentions", _("drafts, views and bulk changes of others"), mentions),
)
