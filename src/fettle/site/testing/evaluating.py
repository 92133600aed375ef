"""Many agreements and what became of many clocks in a month, to measure how long their evaluation takes."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from fettle.kernel.clock.models import CalendarVersion
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.levels.evaluation import results, spans
from fettle.processes.levels.evaluation.spans import Span
from fettle.processes.levels.models import Agreement, AgreementVersion, Counted, Outcome
from fettle.processes.levels.records import AGREEMENT
from fettle.site.testing.world import TARGETS

PROMISES = [{"kind": "availability", "percent": 99.5, "period": "month"}, {"kind": "notice", "hours": 48}]
BATCH = 2_000


@dataclass(frozen=True)
class Cost:
    """``seconds`` for the evaluation of a month over ``agreements``, whose rows stand on ``decided`` clocks."""

    agreements: int
    decided: int
    seconds: float


def fill(home: Organisation, agreements: int, incidents: int) -> list[int]:
    """Agreements in force with customers of their own, and incidents of last month whose both clocks were decided or
    run. Without entries: an evaluation looks at none. Returns the ids of the agreements.
    """
    calendar, now = CalendarVersion.objects.latest("pk"), timezone.now()
    ids = [_agreement(home, calendar, number) for number in range(agreements)]
    chance, span = random.Random(1), spans.last_month(spans.today())
    period = span.moments(spans.zone())
    length = int((period.end - period.start).total_seconds())
    for first in range(0, incidents, BATCH):
        rows = [
            Record(
                number=f"INC-{800_000 + first + at:06}", kind=INCIDENT.key, title="Made", state="closed", is_open=False,
                organisation=home, opened_at=period.start, updated_at=now, version=1, rank=chance.randint(1, 4),
            )
            for at in range(min(BATCH, incidents - first))
        ]  # fmt: skip
        made = Record.objects.bulk_create(rows)
        Counted.objects.bulk_create([Counted(record=row, version=1) for row in made])
        Outcome.objects.bulk_create(_outcomes(made, ids, span, length, chance))
    return ids


def _agreement(home: Organisation, calendar: CalendarVersion, number: int) -> int:
    party = orgs.add_organisation(f"Customer {number}", home, is_customer=True)
    record = Record.objects.create(
        number=f"AGR-{800_000 + number:06}", kind=AGREEMENT.key, title=f"Agreement {number}", state="in_force",
        is_open=False, organisation=party, opened_at=timezone.now(), updated_at=timezone.now(), version=1,
    )  # fmt: skip
    item = Agreement.objects.create(record=record, party=party, valid_from=date(2020, 1, 1), latest=1)
    AgreementVersion.objects.create(
        agreement=item, version=1, calendar=calendar, targets=TARGETS, promises=PROMISES, valid_from=date(2020, 1, 1),
        agreed_at=timezone.now(),
    )  # fmt: skip
    return record.pk


def _outcomes(made: list[Record], ids: list[int], span: Span, length: int, chance: random.Random) -> list[Outcome]:
    start, found = span.moments(spans.zone()).start, []
    for row in made:
        agreement = chance.choice(ids)
        for place, clock in enumerate(("response", "resolution")):
            at = start + timedelta(seconds=chance.randrange(length))
            runs = chance.random() < 0.02
            found.append(
                Outcome(
                    record=row,
                    place=place,
                    clock=clock,
                    kind=row.kind,
                    rank=row.rank,
                    agreement_id=agreement,
                    version=1,
                    due_at=at if runs else None,
                    decided_at=None if runs else at,
                    kept=None if runs else chance.random() < 0.93,
                )
            )
    return found


def measure(ids: list[int]) -> Cost:
    """Evaluate last month for all of them, with the records behind each target."""
    begun = time.perf_counter()
    found = results.standing(spans.last_month(spans.today()), ids)
    taken = time.perf_counter() - begun
    return Cost(len(found), sum(row.count for each in found for row in each.rows), taken)
