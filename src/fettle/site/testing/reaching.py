"""Many items and relations, and how long it takes to say how far a failure reaches."""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from fettle.kernel.access.actor import Actor
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.processes.configuration import queries
from fettle.processes.configuration.definitions import passing
from fettle.processes.configuration.models import Item, Relation
from fettle.processes.configuration.records import ITEM
from fettle.processes.configuration.structure import telling

LAYERS = (
    ("power", 1),
    ("switch", 3),
    ("switch", 20),
    ("server", 120),
    ("virtual", 500),
    ("software", 1856),
)
"""The types of one site's items from the ground up, and how many there are of each."""
SITE = sum(count for _type, count in LAYERS)
BATCH = 2_500
BARE = """
    with recursive reached(node) as (
        select %s::bigint
      union
        select r.source_id from reached join configuration_relation r on r.target_id = reached.node
        where r.type = any(%s) and r.role = 'enabling'
    )
    select count(*) from reached
"""
ONE = "select source_id from configuration_relation where target_id = %s and type = any(%s) and role = 'enabling'"


@dataclass(frozen=True)
class Asked:
    """Of one start: how many are reached, and milliseconds for the impact, for its words too, for a bare recursive
    statement that gives only their number, and for one statement for each thing, as others do it.
    """

    reached: int
    impact: float
    told: float
    bare: float
    singly: float


def fill(home: Organisation, items: int, relations: int) -> None:
    """Sites whose items stand on those of the layer below, most on one, some on two that stand in for each other; then
    relations along which nothing fails, until there are as many as asked for. Without entries: an impact looks at none.
    """
    chance, now = random.Random(1), timezone.now()
    ids: list[int] = []
    for first in range(0, items, BATCH):
        rows = [
            Record(
                number=f"CI-{800_000 + at:06}", kind=ITEM.key, title=f"Item {at}", state="in_use", is_open=False,
                organisation=home, opened_at=now, updated_at=now, version=1,
            )
            for at in range(first, min(first + BATCH, items))
        ]  # fmt: skip
        made = Record.objects.bulk_create(rows)
        types = [_layer(at % SITE)[0] for at in range(first, first + len(made))]
        Item.objects.bulk_create([Item(record=row, type=type_) for row, type_ in zip(made, types, strict=True)])
        ids += [row.pk for row in made]
    made_of = list(_standing(ids, chance))
    seen = {(row.source_id, row.target_id) for row in made_of}
    while len(made_of) < relations:
        pair = (chance.choice(ids), chance.choice(ids))
        if pair[0] != pair[1] and pair not in seen:
            seen.add(pair)
            kind = chance.choice(("licensed", "described", "protects"))
            made_of.append(Relation(source_id=pair[0], target_id=pair[1], type=kind))
    chance.shuffle(made_of)
    Relation.objects.bulk_create(made_of, batch_size=BATCH)


def _layer(place: int) -> tuple[str, int, int]:
    """The type of what has this place in its site, and where the layer below begins and ends."""
    begins = before = 0
    for type_, count in LAYERS:
        if place < begins + count:
            return type_, before, begins
        before, begins = begins, begins + count
    raise AssertionError("A site has no such place.")


def _standing(ids: Sequence[int], chance: random.Random) -> Iterator[Relation]:
    for at, pk in enumerate(ids):
        place = at % SITE
        _type, first, last = _layer(place)
        below = [ids[at - place + each] for each in range(first, last)]
        if not below:
            continue
        for other in chance.sample(below, min(len(below), chance.choice((1, 1, 2, 2)))):
            yield Relation(source_id=pk, target_id=other, type=chance.choice(("runs_on", "connected", "uses")))
        if len(below) > 3 and chance.random() < 0.15:
            for other in chance.sample(below, 2):
                yield Relation(source_id=pk, target_id=other, type="powered", group="Power", needed=1)


def measure(actor: Actor, starts: int, seed: int, fewest: int = 0) -> list[Asked]:
    """Ask from random items, the likelier the more relations they have; of those that reach at least ``fewest``."""
    chance = random.Random(seed)
    back = passing()[0]
    relations = Relation.objects.values_list("source_id", "target_id")
    ends = [end for pair in relations.iterator() for end in pair]
    found: list[Asked] = []
    while len(found) < starts:
        start = chance.choice(ends)
        if fewest and _bare(start, back)[0] < fewest:
            continue
        bare = _bare(start, back)
        begun = time.perf_counter()
        impact = queries.impacted_by([start])
        between = time.perf_counter()
        telling.told(actor, impact)
        ended = time.perf_counter()
        singly = _singly(start, back) if len(found) < 3 and fewest else 0.0
        found.append(Asked(bare[0] - 1, (between - begun) * 1000, (ended - begun) * 1000, bare[1], singly))
    return found


def _bare(start: int, back: list[str]) -> tuple[int, float]:
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(BARE, [start, back])
        (count,) = cursor.fetchone()
    return count, (time.perf_counter() - begun) * 1000


def _singly(start: int, back: list[str]) -> float:
    """Thing by thing, a statement each."""
    begun = time.perf_counter()
    seen, waiting = {start}, deque([start])
    with connection.cursor() as cursor:
        while waiting:
            cursor.execute(ONE, [waiting.popleft(), back])
            for (node,) in cursor.fetchall():
                if node not in seen:
                    seen.add(node)
                    waiting.append(node)
    return (time.perf_counter() - begun) * 1000
