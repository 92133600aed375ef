"""How an agreement stands: the version that is negotiated, who signed it."""

from __future__ import annotations

from typing import Any

from fettle.processes.levels.models import AgreementVersion, Signature


def newest_draft(item: Any) -> AgreementVersion | None:
    """The version that is negotiated, None where there is none."""
    if item.draft is None:
        return None
    versions = AgreementVersion.objects.select_related("calendar__calendar")
    return versions.filter(agreement_id=item.pk, version=item.draft).first()


def sides(item: Any) -> set[str]:
    """Which sides signed that version."""
    if item.draft is None:
        return set()
    of_it = Signature.objects.filter(version__agreement_id=item.pk, version__version=item.draft)
    return set(of_it.values_list("side", flat=True))


def shown_version(record: Any) -> AgreementVersion:
    """The version that is negotiated, else the one in force, else the newest."""
    versions = AgreementVersion.objects.select_related("calendar__calendar").filter(agreement_id=record.pk)
    wanted = record.item.draft or record.item.latest
    return versions.filter(version=wanted).first() or versions.latest("version")
