"""Intake of mails, queue and record page over 1,000 and 100,000 records that came by mail, half of them requests.

``python -m bench.mails [--runs 5] [--mails 100] [--sizes 1000 100000] [--open 400]`` starts one installation of its own
for each size, all at once; what is compared between them is asked by turns. Mails lie there at once and are taken in by
the worker, which finds words and writes notifications meanwhile, as it does for a desk that comes to work in the
morning. Prints medians over the runs and the bars they keep, writes ``bench/results/mails.json``, and ends with 1 where
one is missed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench import bars
from bench.asks import asks
from bench.circumstances import busy, circumstances
from bench.load import by_turns_with, cpu_seconds, measure
from bench.place import Place, installed

RESULTS = Path(__file__).parent / "results" / "mails.json"
WARMING, MINUTE = 40, 70
PAGES = ("floor", "create", "queue", "list", "record page")
TAKE_IN = "import json; from bench import arriving; print(json.dumps(arriving.take_in({count}, {seed})))"
READING = "from bench import arriving; print(arriving.reading({count}, 0))"


def take_in(place: Place, count: int, seed: int) -> dict[str, float]:
    """Of one run: milliseconds from mail to mail, the worker's processor time for each with all that follows, and what
    reading a mail and a bare transaction take in the same minute: a machine is not equally fast all the time.
    """
    before = cpu_seconds(place.behind())
    took = sorted(json.loads(place.installation.python(TAKE_IN.format(count=count, seed=seed)).splitlines()[-1]))
    place.settle()
    spent = (cpu_seconds(place.behind()) - before) * 1000 / count
    p50, floor = statistics.median(took), float(place.installation.python(READING.format(count=count)))
    floor += place.bare_transaction()
    return {"p50": p50, "p95": took[int(len(took) * 0.95)], "behind": spent, "floor": floor, "ratio": p50 / floor}


def pages(place: Place, count: int, opened: int, runs: int, requests: int) -> dict[str, Any]:
    """What is asked over HTTP, at one size, by one client, by turns with the floor."""
    found: dict[str, Any] = {}
    asked = asks(place.token, place.session, count, opened, mailed=True)
    whose = (place.working, place.behind)
    for name in PAGES:
        place.settle()
        measure(place.port, asked[name], 1, WARMING, *whose)
        if name == "create":
            found["bare transaction ms"] = place.bare_transaction()
        cost = by_turns_with(asked["floor"], asked[name], place.port, 1, runs, requests, *whose)
        found[f"{name}, 1 clients"] = cost.as_found()
        print(f"{count:>7} {name:12} {cost}", flush=True)
    return found


def by_turns(places: Mapping[int, Place], runs: int, mails: int) -> dict[int, dict[str, float]]:
    """The mails of one run go to each in turn; the first run warms and does not count."""
    took: dict[int, list[dict[str, float]]] = {count: [] for count in places}
    for run in range(runs + 1):
        for count, place in places.items():
            one = take_in(place, mails, run)
            took[count] += [one] if run else []
    found = {}
    for count, ones in took.items():
        found[count] = {name: round(statistics.median(one[name] for one in ones), 2) for name in ones[0]}
        print(f"{count:>7} intake       {found[count]}", flush=True)
    return found


def main(arguments: Sequence[str]) -> int:
    """Exit code 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--mails", type=int, default=100)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--open", type=int, default=400)
    args = parser.parse_args(arguments)
    made, results, held = circumstances(), {}, []
    with ExitStack() as all_of_them:
        places = {count: all_of_them.enter_context(installed()) for count in args.sizes}
        for count, place in places.items():
            place.installation.python("from bench import arriving; arriving.open_mailbox()")
            place.fill(count, args.open, "fill.sql", "mails.sql")
            place.settle(MINUTE)
        for count, place in places.items():
            results[str(count)] = pages(place, count, args.open, args.runs, args.requests)
        for count, intake in by_turns(places, args.runs, args.mails).items():
            results[str(count)]["intake"] = intake
    for size, found in results.items():
        held += [*bars.of_desk(size, found), bars.of_intake(size, found)]
    small, large = (results[str(count)] for count in (args.sizes[0], args.sizes[-1]))
    held += [bars.of_growth("intake", small["intake"], large["intake"])]
    RESULTS.write_text(json.dumps({"made": made | {"load at the end": busy()}, **results}, indent=1) + "\n")
    print(*held, sep="\n")
    return 0 if all(bar.kept for bar in held) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
