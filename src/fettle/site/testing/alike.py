"""How often the search for similar records finds what was reported before, and how long it takes."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass

from django.utils import timezone

from fettle.facilities.search import documents
from fettle.facilities.search.alike import alike
from fettle.kernel.access.actor import Actor
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.models import Record
from fettle.processes.incidents.models import Incident
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.rewording import Report, reports, reworded

FIRST = 5


@dataclass(frozen=True)
class Outcome:
    """Of so many ``asked``, ``found`` stood among the first five; ``slowest`` is the 95th percentile in ms."""

    asked: int
    found: int
    median: float
    slowest: float
    missed: tuple[tuple[str, str], ...]

    @property
    def share(self) -> float:
        return self.found / self.asked


def fill(home: Organisation, requester: Person, written: list[Report]) -> list[Record]:
    """Open incidents with these words, as the index holds them. Without entries: only the search looks at them."""
    now, begun = timezone.now(), Record.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    rows = [
        Record(number=f"INC-{900_000 + begun + at:06}", kind=INCIDENT.key, title=one.title, state="new", is_open=True,
               organisation=home, opened_at=now, updated_at=now, version=1, rank=3)
        for at, one in enumerate(written)
    ]  # fmt: skip
    made = Record.objects.bulk_create(rows, batch_size=1000)
    details = zip(made, written, strict=True)
    Incident.objects.bulk_create(
        [Incident(record=row, details=one.details, requester=requester, channel="portal") for row, one in details],
        batch_size=1000,
    )
    for row in made:
        documents.index(row.pk)
    return made


def measure(actor: Actor, made: list[Record], written: list[Report], asked: int, seed: int) -> Outcome:
    """Ask for as many of them again in other words."""
    chance = random.Random(seed)
    spans, missed = [], []
    for at in chance.sample(range(len(made)), asked):
        typed = reworded(written[at], chance)
        begun = time.perf_counter()
        best = alike(actor, typed, INCIDENT, FIRST)
        spans.append((time.perf_counter() - begun) * 1000)
        if made[at].pk not in {record.pk for record in best}:
            missed.append((typed, made[at].title))
    spans.sort()
    found = asked - len(missed)
    return Outcome(asked, found, spans[asked // 2], spans[int(asked * 0.95)], tuple(missed))


def generated(home: Organisation, requester: Person, count: int, seed: int) -> tuple[list[Record], list[Report]]:
    """Incidents to ask for, and what was written in them."""
    written = reports(count, seed)
    return fill(home, requester, written), written
