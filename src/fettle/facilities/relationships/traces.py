"""What relationships keep about somebody beside their records."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from fettle.facilities.relationships.models import Contact
from fettle.kernel.history.erase import Erasing, Trace


def contacts(erasing: Erasing) -> int:
    """Their name and address among the contacts of a party. That there was one, and when, stays."""
    rows = Contact.objects.all()

    def theirs(row: Contact) -> bool:
        return row.person_id == erasing.person.pk or row.record_id in erasing.records

    return erasing.replace(rows, "name", "channel", theirs=theirs)


TRACES: Iterable[Trace] = (Trace("contacts", _("contacts of customers and suppliers"), contacts),)
