"""A database that the code of the commit before has made, and people work with: this code migrates it and goes on."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from fettle.site.testing.groups import ROOT, commit_before
from fettle.site.testing.installation import FILL_SECONDS, Installation

pytestmark = [pytest.mark.kill, pytest.mark.past]
LOCK = "requirements.lock"
ROWS = """
import json
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
print(json.dumps({
    "records": list(Record.objects.exclude(kind="setting").order_by("pk").values_list("number", "title", "version")),
    "entries": list(Entry.objects.exclude(record__kind="setting").values_list("pk", flat=True)),
    "people": Person.objects.count(),
}))
"""
"""Settings are left out: a new version may bring some of its own. The clockwork goes on meanwhile, and may have added
to what was there.
"""


@pytest.fixture
def before(place: Path) -> Iterator[Path]:
    """The code of the commit before, with the assets that are built here."""
    asked = ["git", "archive", "--format=zip", commit_before(), "src", LOCK]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True)
    with zipfile.ZipFile(io.BytesIO(told.stdout)) as archive:  # tarfile's filters came with Python 3.11.4
        archive.extractall(place / "before")
    assets = place / "before/src/fettle/static/dist"
    assets.parent.mkdir(parents=True, exist_ok=True)
    assets.symlink_to(ROOT / "src/fettle/static/dist")
    yield place / "before"


def interpreter(before: Path) -> str:
    """This environment's, or one with the dependencies of then."""
    if (before / LOCK).read_bytes() == (ROOT / LOCK).read_bytes():
        return sys.executable
    made = before / "environment"
    subprocess.run([sys.executable, "-m", "venv", made], check=True)
    install = [made / "bin/python", "-m", "pip", "install", "-q", "--require-hashes", "-r", before / LOCK]
    subprocess.run(install, check=True)
    return str(made / "bin/python")


def test_this_code_goes_on_with_it(new_installation: Installation, before: Path) -> None:
    now = new_installation.interpreter
    new_installation.interpreter = interpreter(before)
    new_installation.environment_too = {"PYTHONPATH": str(before / "src")}
    new_installation.start("--demo", "school", within=FILL_SECONDS)
    was = json.loads(new_installation.python(ROWS))
    assert new_installation.stop() == 0

    new_installation.interpreter, new_installation.environment_too = now, {"PYTHONPATH": str(ROOT / "src")}
    migrated = new_installation.command("migrate")
    assert migrated.returncode == 0, migrated.stderr[-3000:]
    checked = new_installation.command("check")
    assert checked.returncode == 0, checked.stdout[-3000:] + checked.stderr[-3000:]
    new_installation.start("--demo", "school", within=FILL_SECONDS)
    now_there = json.loads(new_installation.python(ROWS))
    assert now_there["people"] == was["people"] and set(was["entries"]) <= set(now_there["entries"])
    stands = {number: (title, version) for number, title, version in now_there["records"]}
    assert set(stands) >= {number for number, _title, _version in was["records"]}
    assert all(stands[number] >= (title, version) for number, title, version in was["records"])
    with urllib.request.urlopen(f"{new_installation.address}/sign-in/", timeout=15) as page:
        assert page.status == 200
    assert new_installation.stop() == 0
