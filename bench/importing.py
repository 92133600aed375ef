"""Five thousand events of a log come in by the command: how long it takes, and what it costs.

``python -m bench.importing [--runs 3] [--events 5000]`` starts an installation for each run, brings in a log that the
tests' generator makes, prints the medians and the bar they keep, and writes ``bench/results/importing.json``. Processor
time is that of the command and of the database together; unlike the time it takes, it belongs to no other process that
is busy on the machine.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import tempfile
import time
from pathlib import Path

from bench.bars import Bar
from bench.place import Place, installed
from fettle.processes.incidents.servicenow.tests.logs import make

RESULTS = Path(__file__).parent / "results" / "importing.json"
EVENTS_EACH = 10
"""Of an incident that the generator makes."""
MOST_SECONDS = 10


def database_seconds(place: Place) -> float:
    """Processor time of the database so far, with that of its processes that ended."""
    told = [process.cpu_times() for process in place.installation.processes("postgres")]
    return sum(each.user + each.system for each in told) + max(
        each.children_user + each.children_system for each in told
    )


def command_seconds() -> float:
    """Processor time of the commands that this process has run so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def once(events: int) -> dict[str, float]:
    """One import into an installation of its own: seconds."""
    with tempfile.TemporaryDirectory() as folder, installed() as place:
        log = Path(folder) / "log.csv"
        make(log, 3, numbers=events // EVENTS_EACH)
        place.settle()
        database, command, begun = database_seconds(place), command_seconds(), time.monotonic()
        said = place.installation.command("import", "servicenow-events", str(log)).stdout
        took = time.monotonic() - begun
        cost = {"command": command_seconds() - command, "database": database_seconds(place) - database}
        assert f"{events} new events" in said, said
        return {"wall": took, **cost}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--events", type=int, default=5000)
    args = parser.parse_args()
    runs = [once(args.events) for _run in range(args.runs)]
    medians = {name: round(statistics.median(run[name] for run in runs), 2) for name in runs[0]}
    bars = [
        Bar(f"{args.events} events by the command", medians["wall"], MOST_SECONDS, "s"),
        Bar(
            f"{args.events} events, processor time of command and database",
            medians["command"] + medians["database"],
            MOST_SECONDS,
            "s",
        ),
    ]
    for bar in bars:
        print(bar)
    found = {"events": args.events, "runs": args.runs, "seconds": medians, "bars": [str(bar) for bar in bars]}
    RESULTS.write_text(json.dumps(found, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
