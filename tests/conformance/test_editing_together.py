"""Eight people, a hundred edits each, of one incident through a real server: what was acknowledged is in the history,
nothing is silently overwritten (bar T12).
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import pairwise
from urllib.parse import urlsplit

from pytest_django.live_server_helper import LiveServer

from fettle.kernel.access.models import Grant
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World, make_world

PEOPLE, EDITS = 8, 100


def agents(world: World) -> list[str]:
    """The tokens of so many people of the desk."""
    secrets = []
    for place in range(PEOPLE):
        person = orgs.add_person(f"Agent {place}", world.provider, f"agent{place}@example.org", may_sign_in=True)
        Grant.objects.create(person=person, role="agent", organisation=world.provider)
        world.people[person.mail] = person
        secrets.append(caller_of(world, person.mail).secret)
    return secrets


class Editor:
    """One person at one record: changes its title upon the state last seen; what the server took is ``kept``."""

    def __init__(self, server: LiveServer, secret: str, number: str) -> None:
        self.line = HTTPConnection(urlsplit(server.url).netloc, timeout=60)
        self.secret, self.path = secret, f"/api/v1/incidents/{number}"
        self.kept: list[str] = []
        self.refused = 0

    def work(self, name: int) -> None:
        tag = '"1"'
        for turn in range(EDITS):
            title = f"{name} {turn}"
            code, tag = self._patch(title, tag)
            assert code in (200, 409, 412)
            self.refused += code != 200
            self.kept += [title] if code == 200 else []

    def _patch(self, title: str, tag: str) -> tuple[int, str]:
        headers = {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/json", "If-Match": tag}
        self.line.request("PATCH", self.path, json.dumps({"title": title}), headers)
        answer = self.line.getresponse()
        answer.read()
        return answer.status, answer.headers["ETag"]


def test_eight_people_edit_one_incident(live_server: LiveServer) -> None:
    world = make_world()
    record = incidents.register(world.actor("agent"), INCIDENT, title="Contested")
    editors = [Editor(live_server, secret, record.number) for secret in agents(world)]
    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(Editor.work, editors, range(PEOPLE)))
    kept = [title for editor in editors for title in editor.kept]
    changes = [entry.changes["title"] for entry in Entry.objects.filter(record=record).order_by("seq")]
    assert sorted(new for _, new in changes[1:]) == sorted(kept)
    assert all(later[0] == earlier[1] for earlier, later in pairwise(changes))
    record.refresh_from_db()
    assert (record.version, record.title) == (len(kept) + 1, changes[-1][1])
    assert len(kept) + sum(editor.refused for editor in editors) == PEOPLE * EDITS
    assert len(kept) >= EDITS and Record.objects.filter(kind="incident").count() == 1
