"""The lock files hold what pyproject.toml asks for, each with a hash, and nothing that is not a package."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
NEEDED = PROJECT["project"]["dependencies"]
LOCKS = {"requirements.lock": NEEDED, "requirements-dev.lock": NEEDED + PROJECT["dependency-groups"]["dev"]}


def entries(lock: str) -> list[str]:
    """One logical line for each package: name, version, hashes."""
    text = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_pins_one_version_by_hash(lock: str) -> None:
    wrong = [line for line in entries(lock) if not re.match(r"[a-z0-9._-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)]
    assert not wrong


@pytest.mark.parametrize("lock", LOCKS)
def test_what_the_project_asks_for_is_locked(lock: str) -> None:
    """Whoever changes a dependency runs `make lock`."""
    locked = dict(line.split(" ", 1)[0].split(";")[0].split("==") for line in entries(lock))
    for text in LOCKS[lock]:
        asked = Requirement(text)
        found = locked.get(canonicalize_name(asked.name))
        assert found is not None and asked.specifier.contains(found, prereleases=True), (text, found)


def test_users_and_developers_get_the_same_versions() -> None:
    developers = {line.split(" ", 1)[0] for line in entries("requirements-dev.lock")}
    assert {line.split(" ", 1)[0] for line in entries("requirements.lock")} <= developers
