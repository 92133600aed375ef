"""The service report as PDF, for a month and for a year, beside the barest aggregate over the same entries.

First something happens to the filled incidents, which a report must look at: hand-overs, reopenings, places.
"""

from __future__ import annotations

import http.client
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg

from fettle.site.embedded.layout import Layout

MOVES = Path(__file__).parent / "moves.sql"
FLOOR = """SELECT fact, count(*), max(happened_at) FROM history_entry
            WHERE happened_at >= %s AND happened_at < %s GROUP BY fact"""
FEWEST = 3


def periods() -> dict[str, tuple[date, date]]:
    """The usual ones that ended with the last month."""
    end = date.today().replace(day=1)
    return {"month": ((end - timedelta(days=1)).replace(day=1), end), "year": (end.replace(year=end.year - 1), end)}


def measure_reports(layout: Layout, port: int, session: str, runs: int) -> dict[str, Any]:
    """The median milliseconds of whole requests for the PDF, of the floor, and how many times the floor that is."""
    let_happen(layout)
    found = {}
    for name, (start, end) in periods().items():
        took = median_ms(lambda start=start, end=end: ask(port, session, start, end), runs)  # type: ignore[misc]
        floor = bare(layout, start, end, runs)
        found[f"report of a {name}"] = {"p50": took, "floor": floor, "ratio": round(took / floor, 1)}
        print(
            f"report of a {name}: {took} ms with PDF, {took / floor:.1f} x the bare aggregate of {floor} ms", flush=True
        )
    return found


def let_happen(layout: Layout) -> None:
    with psycopg.connect(layout.address("owner")) as connection:
        connection.execute(MOVES.read_text())
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")


def ask(port: int, session: str, start: date, end: date) -> None:
    """Fetch one report. Raises ValueError when the answer is no PDF."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    path = f"/reports/fits.pdf?from={start}&to={end}"
    connection.request("GET", path, headers={"Cookie": f"fettle-session={session}"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200 or not body.startswith(b"%PDF"):
        raise ValueError(f"{path}: {answer.status}, {body[:200]!r}")


def bare(layout: Layout, start: date, end: date, runs: int) -> float:
    """The aggregates of the period and of the one before, as the role that only reads."""
    with psycopg.connect(layout.address("read")) as connection:

        def both() -> None:
            connection.execute(FLOOR, [start, end]).fetchall()
            connection.execute(FLOOR, [start - (end - start), start]).fetchall()

        return median_ms(both, runs)


def median_ms(work: Callable[[], None], runs: int) -> float:
    """After one that warms."""
    work()
    took = []
    for _run in range(max(runs, FEWEST)):
        begun = time.perf_counter()
        work()
        took.append((time.perf_counter() - begun) * 1000)
    return round(statistics.median(took), 1)
