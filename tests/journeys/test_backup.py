"""Backup and restore with real commands, into a folder that was empty; and everything that is refused before it touches
anything.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.kill
FILL = """
import django; django.setup()
from fettle.site.testing.world import make_world
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from django.db import transaction
with transaction.atomic():
    world = make_world()
    for number in range(12):
        record = actions.register(world.actor("requester"), INCIDENT, title=f"Broken {number}", service=world.service)
        actions.reply(world.actor("agent"), record.number, text="On our way")
"""
LOOK = """
import django; django.setup()
from django.apps import apps
from fettle.kernel.settings.read import current
for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
    if model.__module__.startswith("fettle."):
        print(model._meta.label, model._base_manager.count())
print(current()["operations.silence"]["silent"])
"""

LEAVE = """
import django; django.setup()
from django.db import transaction
from fettle.kernel.orgs.models import Person
from fettle.kernel.access.actor import Actor
from fettle.kernel.settings import people
house = Actor.house("test", "people.administer")
with transaction.atomic():
    people.deactivate(house, Person.objects.get(mail="stranger@example.org"))
"""


def fettle(data: Path, *arguments: str, code: int = 0) -> str:
    done = run(data, [sys.executable, "-m", "fettle.site.cli", *arguments])
    assert done.returncode == code, done.stderr[-2000:]
    return done.stdout + done.stderr


def python(data: Path, program: str) -> str:
    from fettle.site.embedded import Server

    with Server(data):
        done = run(data, [sys.executable, "-c", program])
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def run(data: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FETTLE_")}
    environment |= {"FETTLE_DATA": str(data), "DJANGO_SETTINGS_MODULE": "fettle.site.settings"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def test_what_was_saved_comes_back_and_is_silent(place: Path) -> None:
    old, new, archive = place / "old", place / "new", place / "saved.tar"
    fettle(old, "migrate")
    python(old, FILL)
    (old / "files" / "ab").mkdir(parents=True)
    (old / "files" / "ab" / "abcdef").write_bytes(b"content \x00 of a file")
    before = python(old, LOOK).splitlines()
    assert "read back whole" in fettle(old, "backup", str(archive))
    assert "already" in fettle(old, "backup", str(archive), code=1)

    assert "Silent" in fettle(new, "restore", str(archive))
    after = python(new, LOOK).splitlines()
    assert before[-1] == "False" and after[-1] == "True"
    changed = [line for line, same in zip(before, after, strict=True) if line != same]
    assert {line.split()[0] for line in changed} <= {"history.Entry", "definitions.Setting", "False"}
    assert (new / "files" / "ab" / "abcdef").read_bytes() == b"content \x00 of a file"
    assert "0 differences" in fettle(new, "check")
    assert "not empty" in fettle(new, "restore", str(archive), code=1)

    python(old, LEAVE)
    assert "Erased person" in fettle(old, "erase", "stranger@example.org", "--reason", "asked", "--yes")
    later, again = place / "later.tar", place / "again"
    fettle(old, "backup", str(later))
    assert "1 people erased again" in fettle(again, "restore", str(archive), "--erased", str(later))
    assert "nobody is known" in fettle(again, "erase", "stranger@example.org", "--reason", "asked", code=1)
    assert "0 differences" in fettle(again, "check")

    for name, damage in (
        ("cut", lambda b: b[:-12_000]),  # more than the end of a tar is padded by
        ("flipped", lambda b: b[:9000] + bytes([b[9000] ^ 1]) + b[9001:]),
    ):
        broken = place / f"{name}.tar"
        broken.write_bytes(damage(archive.read_bytes()))
        fettle(place / name, "restore", str(broken), code=1)
        assert not (place / name / "postgres" / "cluster").exists()
