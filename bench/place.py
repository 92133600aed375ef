"""An installation of its own to measure: its people, its incidents, and which of its processes work for what."""

from __future__ import annotations

import json
import shutil
import statistics
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

from bench.load import cpu_seconds
from fettle.site.embedded.layout import Layout
from fettle.site.testing.installation import Installation

HERE = Path(__file__).parent
MAKE_WORLD = """
import json
from dataclasses import asdict
from django.conf import settings
from django.db import transaction
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from fettle.kernel.access.models import Grant
from fettle.site.testing.rooms import article, furnish, technician
from fettle.site.testing.world import make_world
with transaction.atomic():
    world = make_world()
    technician(world)
    article(world, "The mail refuses the password")
    rooms = asdict(furnish(world)) if furnished else {}
Grant.objects.create(person=world.people["agent"], role="report_owner", organisation=world.provider)
def signed_in(person):
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key
sessions = {who: signed_in(world.people[who]) for who in ("agent", "classmate", "technician")}
print(json.dumps({"sessions": sessions, "rooms": rooms}))
"""
BARE = (
    "INSERT INTO bench_record (number, title, opened_at) VALUES (%s, %s, now())",
    "INSERT INTO bench_item (number, details) VALUES (%s, %s)",
    "INSERT INTO bench_part (number, person) VALUES (%s, %s)",
    "INSERT INTO bench_entry (number, facts) VALUES (%s, %s)",
    "INSERT INTO bench_job (number, args) VALUES (%s, %s)",
)
BARE_TABLES = {
    "record": "title text, opened_at timestamptz",
    "item": "details text",
    "part": "person text",
    "entry": "facts jsonb",
    "job": "args jsonb",
}
OF_THE_WORKER = "SELECT pid FROM pg_stat_activity WHERE application_name = 'fettle worker'"

CALM, LITTLE = 3, 0.1
"""So many seconds, in each of which the worker spends no more than this of processor time, are its rest."""


@dataclass(frozen=True)
class Place:
    """A running installation, an agent's API token, and the sessions of an agent, of somebody who is served and of a
    technician alone. ``rooms`` names what stands beside the queue (fettle.site.testing.rooms), where that was wanted.
    """

    installation: Installation
    token: str
    sessions: Mapping[str, str]
    rooms: Mapping[str, str]

    @property
    def session(self) -> str:
        """The agent's."""
        return self.sessions["agent"]

    @property
    def port(self) -> int:
        return self.installation.port

    @property
    def layout(self) -> Layout:
        return Layout(self.installation.data)

    def working(self) -> list[psutil.Process]:
        """The web processes and the database's, but those that serve the worker."""
        theirs = self._of_the_worker()
        database = [process for process in self.installation.processes("postgres") if process.pid not in theirs]
        return [*self.installation.processes("granian"), *database]

    def behind(self) -> list[psutil.Process]:
        """The worker, and those of the database that serve it."""
        theirs = self._of_the_worker()
        database = [process for process in self.installation.processes("postgres") if process.pid in theirs]
        return [*self.installation.processes("fettle.site.cli", "worker"), *database]

    def _of_the_worker(self) -> set[int]:
        with psycopg.connect(self.layout.address("postgres"), autocommit=True) as connection:
            return {pid for (pid,) in connection.execute(OF_THE_WORKER)}

    def settle(self, at_least: float = 0) -> None:
        """Wait until the worker has nothing left to do, but ``at_least`` so many seconds."""
        begun, calm = time.monotonic(), 0
        while calm < CALM or time.monotonic() < begun + at_least:
            before = cpu_seconds(self.behind())
            time.sleep(1)
            calm = calm + 1 if cpu_seconds(self.behind()) - before < LITTLE else 0

    def bare_transaction(self, times: int = 300) -> float:
        """The median milliseconds of one psycopg transaction that writes rows like those of a create, durably."""
        took = []
        with psycopg.connect(self.layout.address("owner")) as connection:
            for name, columns in BARE_TABLES.items():
                connection.execute(f"CREATE TABLE IF NOT EXISTS bench_{name} (number text, {columns})")
            connection.commit()
            for _time in range(times):
                begun = time.perf_counter()
                connection.execute("SET LOCAL synchronous_commit = on")
                for statement in BARE:
                    connection.execute(statement, [str(uuid.uuid4()), '{"some": "thing like this"}'])
                connection.commit()
                took.append((time.perf_counter() - begun) * 1000)
        return round(statistics.median(took), 2)

    def fill(self, count: int, opened: int, *scripts: str) -> None:
        """Put in ``count`` incidents, ``opened`` of them open: see fill.sql, or run these ``scripts``."""
        address = self.layout.address("owner")
        with psycopg.connect(address, cursor_factory=psycopg.ClientCursor) as connection:
            for script in scripts or ("fill.sql",):
                connection.execute((HERE / script).read_text(), {"count": count, "open": opened})
            connection.commit()
        self.vacuum()

    def vacuum(self) -> None:
        """What the database does by itself within some minutes: it learns how much of what there is."""
        with psycopg.connect(self.layout.address("owner"), autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")


@contextmanager
def installed(furnished: bool = False) -> Iterator[Place]:
    """A new installation, started; gone at the end. ``furnished``: with one of each that stands beside the queue."""
    folder = Path(tempfile.mkdtemp(prefix="fettle-bench-"))
    folder.chmod(0o755)
    installation = Installation(folder / "data")
    try:
        installation.start()
        made = json.loads(installation.python(f"furnished = {furnished}\n{MAKE_WORLD}").strip().splitlines()[-1])
        token = installation.command("token", "agent@example.org").stdout.strip().splitlines()[-1]
        yield Place(installation, token, made["sessions"], {name: str(one) for name, one in made["rooms"].items()})
    finally:
        if installation.process is not None:
            installation.stop()
        shutil.rmtree(folder, ignore_errors=True)
