"""Create, read, queue, list, record page, search, palette and report at 1,000 and 100,000 incidents.

``python -m bench [--runs 5] [--sizes 1000 100000] [--open 400]`` starts installations of its own with two web
processes, prints medians over the runs and the bars they keep, and writes ``bench/results/latest.json``: see README.md.

Each size has the same number of open records: what a desk has on its table is what its people can hold, and the sizes
compare whether its pages grow slower with the years. Another installation has five times as many open ones over the
largest history, and shows what a larger desk pays. Whether the queue grows slower is asked of two installations that
run at once, by turns: a machine that is slower for some minutes is slower for both.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import bars
from bench.asks import asks
from bench.circumstances import busy, circumstances
from bench.load import by_turns_with, measure, median_of
from bench.place import installed
from bench.report import measure_reports

RESULTS = Path(__file__).parent / "results" / "latest.json"
WARMING = 40
MINUTE = 70
"""Seconds in which the worker's clock strikes once: what it says of targets that were missed long ago is said before
the first request.
"""
LARGER_DESK = 5
OF_A_LARGER_DESK = ("queue", "list", "record page")


def at_size(count: int, opened: int, runs: int, requests: int, only: Collection[str] = ()) -> dict[str, Any]:
    """All measures at one size, in an installation of its own."""
    with installed() as place:
        place.fill(count, opened)
        place.settle(MINUTE)
        found: dict[str, Any] = {"bare transaction ms": place.bare_transaction()}
        asked, whose = asks(place.token, place.session, count, opened), (place.working, place.behind)
        for name, ask in asked.items():
            for clients in (1, 8) if not only or name in only else ():
                place.settle()
                measure(place.port, ask, clients, WARMING, *whose)
                cost = by_turns_with(asked["floor"], ask, place.port, clients, runs, requests, *whose)
                found[f"{name}, {clients} clients"] = cost.as_found()
                print(f"{count:>7} {opened:>5} open  {name:12} {clients} clients  {cost}", flush=True)
        return found if only else found | measure_reports(place.layout, place.port, place.session, runs)


def by_turns(counts: Sequence[int], opened: int, runs: int, requests: int) -> dict[str, Any]:
    """The queue over little history and over much."""
    with ExitStack() as both:
        asked = []
        for count in counts:
            place = both.enter_context(installed())
            place.fill(count, opened)
            ask = asks(place.token, place.session, count, opened)["queue"]
            asked.append((count, (place.port, ask, 1), (place.working, place.behind)))
            place.settle(MINUTE)
        for _count, what, whose in asked:
            measure(*what, WARMING, *whose)
        took = [[measure(*what, requests, *whose) for _count, what, whose in asked] for _run in range(runs)]
        found = {}
        for (count, *_rest), costs in zip(asked, zip(*took, strict=True), strict=True):
            cost = median_of(list(costs))
            found[f"{count}: queue, 1 clients"] = asdict(cost)
            print(f"{count:>7} {opened:>5} open  queue        by turns   {cost}", flush=True)
        return found


def main() -> int:
    """Exit code 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--open", type=int, default=400)
    args = parser.parse_args()
    made = circumstances()
    results = {str(count): at_size(count, args.open, args.runs, args.requests) for count in args.sizes}
    largest, many = args.sizes[-1], args.open * LARGER_DESK
    results[f"{largest}, {many} open"] = at_size(largest, many, args.runs, args.requests, OF_A_LARGER_DESK)
    ends = (args.sizes[0], largest)
    results["by turns"] = by_turns(ends, args.open, args.runs, args.requests)
    RESULTS.parent.mkdir(exist_ok=True)
    made |= {"load at the end": busy()}
    RESULTS.write_text(json.dumps({"made": made, **results}, indent=1) + "\n")
    held = [bar for count in args.sizes for bar in bars.of_size(str(count), results[str(count)])]
    held.append(bars.of_growth("queue", *(results["by turns"][f"{count}: queue, 1 clients"] for count in ends)))
    print(*held, sep="\n")
    return 0 if all(bar.kept for bar in held) else 1


if __name__ == "__main__":
    sys.exit(main())
