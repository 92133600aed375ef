"""The links in the mail by which people answer without signing in; listed in ``site/assembly.py``."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from fettle.edges.pages import wording
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.processes.surveys import keys, queries
from fettle.processes.surveys.facts import Asked, Reminded, Started
from fettle.processes.surveys.records import SURVEY

TOLD = frozenset(fact.name for fact in (Asked, Started, Reminded))


def lines(entry: Entry, fact: str, person: Person) -> list[str]:
    """Links for this person alone, made for this mail: one for each rating, or one to the questions of a survey."""
    if fact not in TOLD:
        return []
    found = queries.invitation(entry.record, person.pk)
    if found is None or found.expires_at is None or not queries.is_open(found):
        return []
    address = f"{settings.PUBLIC_ADDRESS}/s/{keys.make(found)}"
    until = _("The link works once, until %(day)s.") % {"day": wording.day(found.expires_at)}
    if entry.record.kind == SURVEY.key:
        return [_("Answer here, without signing in:"), address, until]
    row = queries.words(person.language)
    rows = [f"{option.label}: {address}?score={option.code}" for option in queries.scale(person.language)]
    return [str(row["question"]), "", *rows, "", until]
