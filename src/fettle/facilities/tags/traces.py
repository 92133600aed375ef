"""What tags keep about somebody: a name is free text."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from fettle.facilities.tags.models import Tag
from fettle.kernel.history.erase import Erasing, Trace


def names(erasing: Erasing) -> int:
    """A tag that is called after them is called by their mark from then on, with its number where two would be."""
    changed = 0
    for row in erasing.mentioned(Tag.objects.all(), "name").select_for_update(of=("self",)):
        name = erasing.text(row.name)
        if name == row.name:
            continue
        twin = Tag.objects.filter(organisation_id=row.organisation_id, name__iexact=name[:40]).exists()
        ending = f" {row.pk}" if twin or len(name) > 40 else ""
        Tag.objects.filter(pk=row.pk).update(name=name[: 40 - len(ending)] + ending)
        changed += 1
    return changed


TRACES: Iterable[Trace] = (Trace("tags", _("names of tags"), names),)
