"""The API keeps what its description says: examples and edge cases made from it find no server error, no answer that is
not described, and no body of another shape (bar T41).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.api import caller_of
from fettle.site.testing.cast import make_cast
from fettle.site.testing.world import make_world

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
QUICK = ("--phases", "examples,coverage", "--max-time", "55", "--exclude-path-regex", "^/api/v1/requests")
"""Requests are declared and served as incidents are."""
WHOLE = ("--phases", "examples,coverage,fuzzing", "--max-time", "900")


def run(live_server: LiveServer, folder: Path, who: str, *options: str) -> None:
    cast = make_cast(make_world())
    record = cast.record(INCIDENT, "A", "new")
    numbers = {"path.number": record.number, "path.pk": cast.file(record, "A")}
    rows = "".join(f'"{name}" = "{value}"\n' for name, value in numbers.items())
    (folder / "schemathesis.toml").write_text(f"[parameters]\n{rows}")
    command = [
        Path(sys.executable).with_name("schemathesis"),
        *("run", f"{live_server.url}/api/v1/openapi.json", "--checks", CHECKS, *options),
        *("--header", f"Authorization: Bearer {caller_of(cast.world, who).secret}", "--no-color", "--seed", "1"),
        *("--warnings", "off", "--continue-on-failure", "--generation-database", "none"),
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=1200)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]


def test_the_description_is_kept(live_server: LiveServer, tmp_path: Path) -> None:
    run(live_server, tmp_path, "agent", *QUICK)


@pytest.mark.long
@pytest.mark.parametrize("who", ["requester", "agent", "manager", "administrator"])
def test_the_description_is_kept_whoever_asks(live_server: LiveServer, tmp_path: Path, who: str) -> None:
    run(live_server, tmp_path, who, *WHOLE)
