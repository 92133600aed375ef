"""Agreements that would cover the same for the same party at the same time."""

from __future__ import annotations

from django.db.models import Q

from fettle.kernel.records.models import Record
from fettle.processes.levels.models import Agreement, AgreementVersion, Cover
from fettle.processes.levels.workflow import IN_FORCE


def found(record: Record, version: AgreementVersion) -> set[str]:
    """Numbers of the agreements in force of the same type and party that cover one of the same things, or like it
    everything, while this version is valid.
    """
    item = record.item
    others = Agreement.objects.filter(type=item.type, party_id=item.party_id, is_default=False)
    others = others.filter(record__state=IN_FORCE, record__team=record.team).exclude(pk=record.pk)
    others = others.filter(Q(valid_until=None) | Q(valid_until__gte=version.valid_from))
    if version.valid_until is not None:
        others = others.filter(valid_from__lte=version.valid_until)
    mine = _covered(version.pk)
    numbers = set()
    for other in others.select_related("record"):
        held = AgreementVersion.objects.get(agreement=other, version=other.latest)
        theirs = _covered(held.pk)
        if mine & theirs or (not mine and not theirs):
            numbers.add(other.record.number)
    return numbers


def _covered(version: int) -> set[tuple[int, str]]:
    return {(row.service_id, row.component.casefold()) for row in Cover.objects.filter(version_id=version)}
