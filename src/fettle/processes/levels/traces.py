"""What agreements keep about somebody beside their records."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.erase import Erasing, Trace
from fettle.processes.levels.models import (
    AgreementVersion,
    Cover,
    Evaluation,
    LevelEstimate,
    Measurement,
    Signature,
)


def signatures(erasing: Erasing) -> int:
    """Their name and function under what they signed. That each side signed, and when, stays."""
    rows = Signature.objects.select_related("version")

    def theirs(row: Signature) -> bool:
        return row.person_id == erasing.person.pk or row.version.agreement_id in erasing.records

    return erasing.replace(rows, "name", "function", theirs=theirs)


def covers(erasing: Erasing) -> int:
    """Their name in what a component is called, in what else is promised, in what does not count, and in why a version
    is agreed all the same.
    """
    rows = Cover.objects.select_related("version")
    changed = erasing.replace(rows, "component", theirs=lambda row: row.version.agreement_id in erasing.records)
    texts, theirs = ("promises", "excluded", "accepted"), erasing.records
    return changed + erasing.replace(
        AgreementVersion.objects.all(), *texts, theirs=lambda row: row.agreement_id in theirs
    )


def evaluations(erasing: Erasing) -> int:
    """Their name in what was entered for a target, and in why something was evaluated anew."""

    def theirs(row: Measurement | Evaluation) -> bool:
        return row.by_id == erasing.person.pk or row.agreement_id in erasing.records

    changed = erasing.replace(Measurement.objects.all(), "source", "reason", theirs=theirs)
    return changed + erasing.replace(Evaluation.objects.all(), "rows", "reason", "by_label", theirs=theirs)


def estimates(erasing: Erasing) -> int:
    """Their name in what an estimate rests on, and in why it was withdrawn. What was estimated stays."""

    def theirs(row: LevelEstimate) -> bool:
        return erasing.person.pk in (row.by_id, row.withdrawn_by_id) or row.service_id in erasing.records

    return erasing.replace(LevelEstimate.objects.all(), "basis", "withdrawn_because", "by_label", theirs=theirs)


TRACES: Iterable[Trace] = (
    Trace("signatures", _("signatures of agreements"), signatures),
    Trace("evaluations", _("evaluations of agreements"), evaluations),
    Trace("estimates", _("estimates of the levels of services"), estimates),
    Trace("covers", _("what agreements cover and promise"), covers),
)
