"""Similar records while somebody types: 200 reworded duplicates against 10,000 incidents.

``python -m bench.alike [--count 10000] [--asked 200] [--seeds 1 2 3]`` starts an installation of its own, fills it, and
asks for each duplicate by the search itself, without the web in between. Prints for each seed how many of the first
reports stood among the first five, and the milliseconds, writes ``bench/results/alike.json``, and ends with 1 where a
bar is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.bars import Bar
from bench.circumstances import busy, circumstances
from bench.place import installed

RESULTS = Path(__file__).parent / "results" / "alike.json"
BEGIN = """
import json
from django.db import transaction
from fettle.kernel.access.actor import Actor
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.site.testing.alike import generated, measure
from fettle.site.testing.rewording import reports
person = Person.objects.get(mail="requester@example.org")
agent = Actor.of(Person.objects.get(mail="agent@example.org"))
"""
FILL = """
with transaction.atomic():
    made, _written = generated(person.organisation, person, {count}, 1)
print(made[0].pk)
"""
ASK = """
made = list(Record.objects.filter(kind="incident", pk__gte={first}).order_by("pk"))
for seed in {seeds}:
    one = measure(agent, made, reports({count}, 1), {asked}, seed)
    print(json.dumps([seed, one.share, one.median, one.slowest]))
"""
SHARE, MS = 0.8, 100


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--asked", type=int, default=200)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    asked = parser.parse_args(arguments)
    made = circumstances()
    bars: list[Bar] = []
    seeds: dict[str, dict[str, float]] = {}
    with installed() as place:
        first = place.installation.python(BEGIN + FILL.format(count=asked.count)).splitlines()[-1]
        place.vacuum()
        ask = ASK.format(first=first, count=asked.count, asked=asked.asked, seeds=asked.seeds)
        said = place.installation.python(BEGIN + ask)
    for line in said.splitlines():
        seed, share, median, slowest = json.loads(line)
        print(f"seed {seed}: {share:.0%} among the first five, median {median:.0f} ms, p95 {slowest:.0f} ms")
        seeds[str(seed)] = {"share": share, "p50": round(median, 2), "p95": round(slowest, 2)}
        bars += [
            Bar(f"seed {seed}: not among the first five", 1 - share, 1 - SHARE, ""),
            Bar(f"seed {seed}: p95", slowest, MS),
        ]
    found: dict[str, Any] = {"made": made | {"load at the end": busy()}, "count": asked.count, "asked": asked.asked}
    RESULTS.write_text(json.dumps({**found, "seeds": seeds}, indent=1) + "\n")
    print(*bars, sep="\n")
    return 0 if all(bar.kept for bar in bars) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
