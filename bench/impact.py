"""How far a failure reaches, over 100,000 items and 300,000 relations.

``python -m bench.impact [--items 100000] [--relations 300000] [--starts 300] [--seeds 1 2 3]`` starts an installation
of its own, fills it, and asks from random items, the likelier the more relations they have: all of them, and those
alone that reach a thousand or more. In the same run stand a bare recursive statement that only counts what is reached,
and one statement for each thing, as peers do it. Prints the milliseconds, writes ``bench/results/impact.json``, and
ends with 1 where the bar is missed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.bars import Bar
from bench.circumstances import busy, circumstances
from bench.place import installed

RESULTS = Path(__file__).parent / "results" / "impact.json"
BEGIN = """
import json
from django.db import transaction
from fettle.kernel.access.actor import Actor
from fettle.kernel.orgs.models import Organisation, Person
from fettle.site.testing.reaching import fill, measure
"""
FILL = """
with transaction.atomic():
    fill(Organisation.objects.get(parent=None), {items}, {relations})
"""
ASK = """
agent = Actor.of(Person.objects.get(mail="agent@example.org"))
measure(agent, 10, 0)
for fewest, starts in ((0, {starts}), (1000, {starts} // 5)):
    for seed in {seeds}:
        for one in measure(agent, starts, seed, fewest):
            print(json.dumps([fewest, one.reached, one.impact, one.told, one.bare, one.singly]))
"""
LARGEST, MS = 2_500, 50
FILLED, ASKED = 1_800, 3_600
"""Seconds after which filling, and asking, would hang."""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--relations", type=int, default=300_000)
    parser.add_argument("--starts", type=int, default=300)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    asked = parser.parse_args(arguments)
    made = circumstances()
    with installed() as place:
        place.installation.python(BEGIN + FILL.format(**vars(asked)), within=FILLED)
        place.vacuum()
        said = place.installation.python(BEGIN + ASK.format(**vars(asked)), within=ASKED)
    rows = [json.loads(line) for line in said.splitlines()]
    bars: list[Bar] = []
    found: dict[str, Any] = {}
    for fewest, name in ((0, "all starts"), (1000, "those that reach a thousand")):
        some = [row[1:] for row in rows if row[0] == fewest and row[1] <= LARGEST]
        reached, impact, told, bare, singly = zip(*some, strict=True)
        peers = [each for each in singly if each]
        figures = {
            "starts": len(some),
            "reached, median": statistics.median(reached),
            "reached, most": max(reached),
            "impact ms": round(statistics.median(impact), 2),
            "impact ms, p95": round(statistics.quantiles(impact, n=20)[-1], 2),
            "with words ms": round(statistics.median(told), 2),
            "bare statement ms": round(statistics.median(bare), 2),
            "a statement each ms": round(statistics.median(peers), 2) if peers else None,
        }
        found[name] = figures
        print(f"{name}: {figures}")
        bars.append(Bar(f"{name}: impact, p50", statistics.median(impact), MS))
    sizes = {"items": asked.items, "relations": asked.relations}
    RESULTS.write_text(json.dumps({"made": made | {"load at the end": busy()}, **sizes, **found}, indent=1) + "\n")
    print(*bars, sep="\n")
    return 0 if all(bar.kept for bar in bars) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
