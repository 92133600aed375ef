"""One month of many agreements: how long their evaluation takes, with all records behind each target.

``python -m bench.evaluation [--agreements 200] [--incidents 100000] [--runs 5]`` starts an installation of its own,
fills it, and evaluates last month, without the web in between. Prints the seconds of each run; ends with 1 where the
bar is missed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Sequence

from bench.bars import Bar
from bench.place import installed

BEGIN = """
import json
from django.db import transaction
from fettle.kernel.orgs.models import Organisation
from fettle.site.testing.evaluating import fill, measure
"""
FILL = """
with transaction.atomic():
    ids = fill(Organisation.objects.get(parent=None), {agreements}, {incidents})
print(json.dumps(ids))
"""
ASK = """
for _run in range({runs}):
    one = measure({ids})
    print(json.dumps([one.agreements, one.decided, one.seconds]))
"""
SECONDS = 10


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agreements", type=int, default=200)
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args(arguments)
    with installed() as place:
        filled = place.installation.python(BEGIN + FILL.format(**vars(asked))).splitlines()[-1]
        place.vacuum()
        said = place.installation.python(BEGIN + ASK.format(runs=asked.runs, ids=json.loads(filled)))
    seconds = []
    for line in said.splitlines():
        agreements, decided, taken = json.loads(line)
        seconds.append(taken)
        print(f"{agreements} agreements, {decided} clocks decided: {taken:.2f} s")
    bar = Bar(
        f"a month of {asked.agreements} agreements over {asked.incidents} incidents",
        statistics.median(seconds),
        SECONDS,
        "s",
    )
    print(bar)
    return 0 if bar.kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
