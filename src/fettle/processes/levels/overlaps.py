"""Agreements that would cover the same for the same party at the same time."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Q

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.records.models import Record
from fettle.processes.levels.models import AgreementVersion, Cover
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.standing import IN_FORCE, holding
from fettle.processes.levels.workflow import TERMINATED, WITHDRAWN

NEVER = (TERMINATED, WITHDRAWN)
"""Where nothing is put in force any more."""


def of_draft(actor: Actor, record: Record, versions: Iterable[AgreementVersion]) -> list[str]:
    """Of an agreement's versions the one that is negotiated: numbers of what keeps it from being put in force, as far
    as the actor sees them; told before anybody signs it.
    """
    draft = next((each for each in versions if each.version == record.item.draft), None)
    numbers = found(record, draft) if draft is not None and record.state not in NEVER else set()
    if not numbers:
        return []
    seen = visible(actor, AGREEMENT).filter(number__in=numbers)
    return list(seen.order_by("number").values_list("number", flat=True))


def found(record: Record, version: AgreementVersion) -> set[str]:
    """Numbers of the agreements in force of the same type and party that cover one of the same things, or like it
    everything, while this version is valid: none while nobody said from when. Two statements, however many there are.
    """
    if version.valid_from is None:
        return set()
    item = record.item
    others = AgreementVersion.objects.exclude(agreement=item).filter(
        Q(agreement__valid_until=None) | Q(agreement__valid_until__gte=version.valid_from),
        Q(version=F("agreement__latest")) | Q(pk__in=holding(version.valid_from).values("pk")),
        agreement__type=item.type,
        agreement__party=item.party_id,
        agreement__is_default=False,
        agreement__record__state=IN_FORCE,
        agreement__record__team=record.team_id,
    )
    if version.valid_until is not None:
        others = others.filter(agreement__valid_from__lte=version.valid_until)
    numbers = dict(others.values_list("pk", "agreement__record__number"))
    if not numbers:
        return set()
    covered: dict[int, set[tuple[int, str]]] = {}
    for row in Cover.objects.filter(version__in=[version.pk, *numbers]):
        covered.setdefault(row.version_id, set()).add((row.service_id, row.component.casefold()))
    mine = covered.get(version.pk, set())
    pairs = ((number, covered.get(held, set())) for held, number in numbers.items())
    return {number for number, theirs in pairs if mine & theirs or not (mine or theirs)}
