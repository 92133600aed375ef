"""What does not count when the version that is negotiated will be measured."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Invalid
from fettle.kernel.records.models import Record
from fettle.processes.levels.actions.covering import held
from fettle.processes.levels.actions.writing import change_version
from fettle.processes.levels.exclusions import added, mark


@transaction.atomic
def exclude(actor: Actor, number: str, *, kind: str, words: str = "", targets: Sequence[str] = ()) -> Record:
    """One more thing does not count, for these targets or for all. Raises Invalid, Refusal."""
    _record, version = held(actor, number)
    rows = added(version.excluded, {"kind": kind, "words": words, "targets": list(targets)})
    return change_version(actor, number, excluded=rows)


@transaction.atomic
def count_again(actor: Actor, number: str, *, exclusion: int) -> Record:
    """This is excluded no more; ``exclusion`` is its mark. Raises Invalid, Refusal."""
    record, version = held(actor, number)
    rows = [row for row in version.excluded if mark(row) != exclusion]
    if len(rows) == len(version.excluded):
        raise Invalid({"exclusion": _("%(number)s does not exclude this any more.") % {"number": record.number}})
    return change_version(actor, number, excluded=rows)
