"""Agreements that would cover the same for the same party at the same time."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from fettle.kernel.records.models import Record
from fettle.processes.levels.models import Agreement, AgreementVersion, Cover
from fettle.processes.levels.standing import IN_FORCE, holding


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
    mine, then = _covered(version.pk), holding(version.valid_from or timezone.localdate()).values("pk")
    numbers = set()
    for other in others.select_related("record"):
        for held in AgreementVersion.objects.filter(Q(version=other.latest) | Q(pk__in=then), agreement=other):
            theirs = _covered(held.pk)
            if mine & theirs or (not mine and not theirs):
                numbers.add(other.record.number)
    return numbers


def _covered(version: int) -> set[tuple[int, str]]:
    return {(row.service_id, row.component.casefold()) for row in Cover.objects.filter(version_id=version)}
