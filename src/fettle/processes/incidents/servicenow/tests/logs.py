"""Logs that tests and the bench make. Shares no code with the importer, and needs no installation."""

from __future__ import annotations

import csv
import random
from datetime import datetime, timedelta
from pathlib import Path

LOG = Path(__file__).parents[6] / "tests" / "data" / "servicenow-incident-events.csv"


def make(path: Path, seed: int, numbers: int = 40) -> list[dict[str, str]]:
    """A log of other incidents: unknown states, three reopenings, rows out of order, a night in which the clocks
    change.
    """
    chance = random.Random(seed)
    with LOG.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    rows = []
    for number in range(numbers):
        moment = datetime(2026, 10, 24, 22, 0) + timedelta(minutes=chance.randrange(600))
        states = ["New"] + [
            chance.choice(["Active", "Awaiting Vendor", "-100", "Resolved", "Closed", "New"]) for _ in range(9)
        ]
        if number == 0:
            states = [
                "New",
                "Resolved",
                "Active",
                "Resolved",
                "Active",
                "Closed",
                "Active",
                "Resolved",
                "Closed",
                "Closed",
            ]
        for count, state in enumerate(states):
            moment += timedelta(minutes=chance.choice([0, 0, 1, 37, 180, -25 if number % 5 == 0 else 60]))
            row = dict.fromkeys(header, "?")
            row |= {
                "number": f"EX{number:05d}",
                "incident_state": state,
                "sys_mod_count": str(count if number % 7 else count + (11 if count == 0 else 0)),
                "sys_updated_at": f"{moment:%d-%m-%Y %H:%M}",
                "opened_at": f"{moment - timedelta(minutes=chance.randrange(90)):%d-%m-%Y %H:%M}"
                if number % 9
                else "?",
                "priority": f"{chance.randrange(1, 5)} - Some",
                "assignment_group": chance.choice(["?", "Group 1", "Group 2"]),
                "caller_id": f"Caller {chance.randrange(9)}",
                "category": "Category 1",
            }
            rows.append(row)
    write(path, header, rows)
    return rows


def write(path: Path, header: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, header)
        out.writeheader()
        out.writerows(rows)
