"""Open clocks counted anew after a calendar was corrected: what would change, and doing it.

``python -m bench.recalculating [--count 100000]`` starts an installation of its own, fills it with open incidents, adds
a holiday to the calendar of the default agreement, and runs both halves as the jobs do. Prints the seconds of each;
ends with 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from bench.bars import Bar
from bench.place import installed

CORRECT = """
import json, time
from django.db import transaction
from fettle.kernel.access.actor import Actor
from fettle.kernel.clock import actions as clock
from fettle.kernel.clock.models import Calendar
from fettle.kernel.orgs.models import Person
from fettle.processes.incidents.recalculating import runs
from fettle.site.testing.world import OFFICE_HOURS
holidays = {f"{year}-05-01": "Forgotten holiday" for year in range(2020, 2035)}
clock.define("office", "Office hours", {**OFFICE_HOURS, "holidays": holidays}, "bench")
manager = Actor.of(Person.objects.get(mail="manager@example.org"))
run = runs.ask(manager, reason="A holiday was missing", calendar=Calendar.objects.get(key="office"))
begun = time.perf_counter()
runs.look(run)
looked = time.perf_counter() - begun
with transaction.atomic():
    runs.confirm(manager, run)
begun = time.perf_counter()
runs.do(manager, run)
done = time.perf_counter() - begun
run.refresh_from_db()
print(json.dumps([run.total, run.changed, run.done, run.left, looked, done]))
"""
SECONDS = 30


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    asked = parser.parse_args(arguments)
    with installed() as place:
        place.fill(asked.count, asked.count)
        said = place.installation.python(CORRECT).splitlines()[-1]
    total, changed, done, left, looked, took = json.loads(said)
    print(f"{total} open records, {changed} change, {done} done, {left} changed meanwhile")
    bars = [
        Bar(f"what would change of {total} records", looked, SECONDS, "s"),
        Bar(f"counting {done} of them anew", took, SECONDS, "s"),
    ]
    for bar in bars:
        print(bar)
    return 0 if all(bar.kept for bar in bars) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
