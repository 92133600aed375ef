"""Similar records while somebody types: 200 reworded duplicates against 10,000 incidents.

``python -m bench.alike [--count 10000] [--asked 200] [--seeds 1 2 3]`` starts an installation of its own, fills it, and
asks for each duplicate by the search itself, without the web in between. Prints for each seed how many of the first
reports stood among the first five, and the milliseconds; ends with 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence

from bench.bars import Bar
from bench.place import installed

ASK = """
import json
from django.db import connection, transaction
from fettle.kernel.access.actor import Actor
from fettle.kernel.orgs.models import Organisation, Person
from fettle.site.testing.alike import generated, measure
person = Person.objects.get(mail="requester@example.org")
agent = Actor.of(Person.objects.get(mail="agent@example.org"))
with transaction.atomic():
    made, written = generated(person.organisation, person, {count}, 1)
with connection.cursor() as cursor:
    cursor.execute("analyze search_searchdocument, records_record")
for seed in {seeds}:
    one = measure(agent, made, written, {asked}, seed)
    print(json.dumps([seed, one.share, one.median, one.slowest]))
"""
SHARE, MS = 0.8, 100


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--asked", type=int, default=200)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    asked = parser.parse_args(arguments)
    bars: list[Bar] = []
    with installed() as place:
        program = "import django; django.setup()\n" + ASK.format(
            count=asked.count, asked=asked.asked, seeds=asked.seeds
        )
        said = subprocess.run(
            [sys.executable, "-c", program],
            env=place.installation.environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=3600,
        ).stdout
    for line in said.splitlines():
        seed, share, median, slowest = json.loads(line)
        print(f"seed {seed}: {share:.0%} among the first five, median {median:.0f} ms, p95 {slowest:.0f} ms")
        bars += [
            Bar(f"seed {seed}: not among the first five", 1 - share, 1 - SHARE, ""),
            Bar(f"seed {seed}: p95", slowest, MS),
        ]
    for bar in bars:
        print(bar)
    return 0 if all(bar.kept for bar in bars) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
