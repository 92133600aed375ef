"""The log read by a second pair of eyes: shares no code with the importer, knows only the definitions.

``python oracle.py FILE [ZONE]`` prints its figures.
"""

import csv
import statistics
import sys
from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

OPEN = "open"


def read(path, zone="UTC"):
    """{number: {...}} by the definitions of the incident log import."""
    tz = ZoneInfo(zone)

    def utc(text):
        return datetime.strptime(text, "%d-%m-%Y %H:%M").replace(tzinfo=tz).astimezone(UTC)

    groups = {}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            events = groups.setdefault(row["number"], [])
            if any(
                e["sys_mod_count"] == row["sys_mod_count"] and e["sys_updated_at"] == row["sys_updated_at"]
                for e in events
            ):
                continue
            events.append(row)
    out = {}
    for number, events in groups.items():
        times = [utc(e["sys_updated_at"]) for e in events]
        for i in range(len(times)):
            times[i] = min(times[i:])
        states = [e["incident_state"] for e in events]
        kinds = [s if s in ("Resolved", "Closed") else OPEN for s in states]
        resolved = closed = unresolved = None
        reopened = changes = 0
        for i, kind in enumerate(kinds):
            before = kinds[i - 1] if i else OPEN
            if i and ours(states[i]) != ours(states[i - 1]):
                changes += 1
            if i and before != OPEN and kind == OPEN:
                reopened += 1
            if kind == "Resolved" and before == OPEN:
                resolved = times[i]
            if kind == "Closed" and (before != "Closed" or i == 0):
                closed = times[i]
            if kind == "Closed" and before == OPEN:
                unresolved = times[i]
        resolved = resolved or unresolved
        first = events[0]
        opened = utc(first["opened_at"]) if first["opened_at"] != "?" else times[0]
        ranks = [int(e["priority"][0]) for e in events if e["priority"][:1].isdigit()]
        out[number] = {
            "entries": len(events),
            "times": times,
            "states": states,
            "opened": opened,
            "resolved": resolved,
            "closed": closed,
            "minutes": None if resolved is None else int((resolved - opened).total_seconds() // 60),
            "reopened": reopened,
            "handings": [
                t
                for t, (a, b) in zip(times[1:], pairwise(events), strict=True)
                if a["assignment_group"] != b["assignment_group"]
            ],
            "handed_over": sum(a["assignment_group"] != b["assignment_group"] for a, b in pairwise(events)),
            "changes": changes,
            "first_priority": ranks[0],
            "last_priority": ranks[-1],
        }
    return out


def ours(state):
    """The state as we tell states apart: by name, what is unknown being one more way of waiting."""
    if state in ("New", "Active", "Resolved", "Closed"):
        return state
    return {
        "Awaiting User Info": "w1",
        "Awaiting Problem": "w2",
        "Awaiting Vendor": "w3",
        "Awaiting Evidence": "w4",
    }.get(state, "w?")


def at(incident, moment):
    """The source's state at a moment, None before the first event."""
    state = None
    for time, name in zip(incident["times"], incident["states"], strict=True):
        if time < moment:
            state = name
    return state


if __name__ == "__main__":
    found = read(*sys.argv[1:])
    minutes = [i["minutes"] for i in found.values() if i["minutes"] is not None]
    print(len(found), sum(i["entries"] for i in found.values()), sum(i["changes"] for i in found.values()))
    print(sum(i["reopened"] for i in found.values()), sum(i["handed_over"] > 0 for i in found.values()))
    print(sum(minutes), statistics.mean(minutes), statistics.median(minutes))
