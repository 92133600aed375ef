"""Create, read, queue, record page and search at 1,000 and 100,000 incidents, and the service report at the latter.

``python -m bench [--runs 5] [--sizes 1000 100000]`` starts its own installation with two web processes, prints medians over the runs and
writes ``bench/results/latest.json``. Times are compared only within one run.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
import time
import uuid
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psycopg

from bench.load import Ask, Cost, measure
from fettle.site.embedded.layout import Layout
from fettle.site.testing.installation import Installation

HERE = Path(__file__).parent
MAKE_WORLD = """
from django.conf import settings
from django.db import transaction
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from fettle.site.testing.world import make_world
with transaction.atomic():
    world = make_world()
agent = world.people["agent"]
from fettle.kernel.access.models import Grant
Grant.objects.create(person=agent, role="report_owner", organisation=world.provider)
session = SessionStore()
session[SESSION_KEY] = str(agent.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = agent.get_session_auth_hash()
session.create()
print(session.session_key)
"""
BARE = (
    "INSERT INTO bench_record (number, title, opened_at) VALUES (%s, %s, now())",
    "INSERT INTO bench_item (number, details) VALUES (%s, %s)",
    "INSERT INTO bench_part (number, person) VALUES (%s, %s)",
    "INSERT INTO bench_entry (number, facts) VALUES (%s, %s)",
    "INSERT INTO bench_job (number, args) VALUES (%s, %s)",
)


def bare_transaction(layout: Layout, times: int) -> float:
    """The median milliseconds of one psycopg transaction that writes rows like those of a create, durably."""
    took = []
    with psycopg.connect(layout.address("owner")) as connection:
        for name in ("record", "item", "part", "entry", "job"):
            columns = {"record": "title text, opened_at timestamptz", "item": "details text", "part": "person text"}
            connection.execute(
                f"CREATE TABLE IF NOT EXISTS bench_{name} (number text, {columns.get(name, 'facts jsonb, args jsonb')})"
            )
        connection.commit()
        for _time in range(times):
            begun = time.perf_counter()
            connection.execute("SET LOCAL synchronous_commit = on")
            for statement in BARE:
                connection.execute(statement, [str(uuid.uuid4()), '{"some": "thing like this"}'])
            connection.commit()
            took.append((time.perf_counter() - begun) * 1000)
    return round(statistics.median(took), 2)


def fill(layout: Layout, count: int) -> None:
    with psycopg.connect(layout.address("owner")) as connection:
        connection.execute((HERE / "fill.sql").read_text(), {"count": count})
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")


def asks(token: str, session: str) -> dict[str, Ask]:
    """The requests, by name."""
    bearer = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    cookie = {"Cookie": f"fettle-session={session}", "Accept": "text/html"}
    body = json.dumps(
        {"title": "Projector flickers", "details": "Since this morning.", "impact": "group", "urgency": "soon"}
    ).encode()
    words = ("projector", "flickers room", "wi-fi slow", "account password", "997")
    return {
        "floor": lambda n: ("POST", "/api/v1/incidents", b"{", {**bearer, "X-Floor": "yes"}),
        "create": lambda n: ("POST", "/api/v1/incidents", body, bearer),
        "read": lambda n: ("GET", f"/api/v1/incidents/INC-{1000001 + n % 900}", None, bearer),
        "queue": lambda n: ("GET", "/desk/?view=open", None, cookie),
        "record page": lambda n: ("GET", f"/incidents/INC-{1000001 + n % 900}", None, cookie),
        "search": lambda n: ("GET", f"/search?q={words[n % len(words)].replace(' ', '+')}", None, cookie),
    }


def at_size(count: int, runs: int, requests: int) -> dict[str, Any]:
    """All measures at one size, in an installation of its own."""
    place = Path(tempfile.mkdtemp(prefix="fettle-bench-"))
    place.chmod(0o755)
    installation = Installation(place / "data")
    try:
        installation.start()
        session = installation.python(MAKE_WORLD).strip().splitlines()[-1]
        token = installation.command("token", "agent@example.org").stdout.strip().splitlines()[-1]
        layout = Layout(place / "data")
        fill(layout, count)
        working = lambda: (p for words in (("granian",), ("postgres",)) for p in installation.processes(*words))  # noqa: E731
        found: dict[str, Any] = {"bare transaction ms": bare_transaction(layout, 300)}
        for name, ask in asks(token, session).items():
            for clients in (1, 8):
                measure(installation.port, ask, clients, 40, working)
                costs = [measure(installation.port, ask, clients, requests, working) for _run in range(runs)]
                found[f"{name}, {clients} clients"] = asdict(median_of(costs))
                print(f"{count:>7} {name:12} {clients} clients  {median_of(costs)}", flush=True)
        return found
    finally:
        if installation.process is not None:
            installation.stop()
        shutil.rmtree(place, ignore_errors=True)


def median_of(costs: list[Cost]) -> Cost:
    """Each figure's median over the runs."""
    rows = [asdict(cost) for cost in costs]
    return Cost(**{name: statistics.median(row[name] for row in rows) for name in rows[0]})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    args = parser.parse_args()
    results = {str(count): at_size(count, args.runs, args.requests) for count in args.sizes}
    target = HERE / "results" / "latest.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(results, indent=1) + "\n")
    small, large = (results[str(size)] for size in (args.sizes[0], args.sizes[-1]))
    for size, found in ((args.sizes[0], small), (args.sizes[-1], large)):
        create, floor = found["create, 1 clients"], found["floor, 1 clients"]
        ratio = create["p50"] / (floor["p50"] + found["bare transaction ms"])
        print(f"{size}: create p50 is {ratio:.1f} × (floor + bare transaction), {create['cpu']} ms CPU")
    print(
        f"queue: p50 at {args.sizes[-1]} is {large['queue, 1 clients']['p50'] / small['queue, 1 clients']['p50']:.2f} × that at {args.sizes[0]}"
    )


main()
