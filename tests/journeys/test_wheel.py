"""The built wheel runs in an environment of nothing but it and its locked dependencies, and never calls Node."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

from fettle.site.testing.installation import FILL_SECONDS, Installation

pytestmark = pytest.mark.kill
ROOT = Path(__file__).parents[2]
NEEDED = ("src", "frontend", "pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "NOTICE")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, because other tests read the assets that a build replaces."""
    copy = tmp_path_factory.mktemp("source")
    for name in NEEDED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("node_modules", "dist", "*.mo"))
        else:
            shutil.copy(ROOT / name, copy / name)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(copy / "made")]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return next((copy / "made").glob("*.whl"))


def test_it_holds_assets_with_their_licences_and_translations_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "fettle/static/dist/manifest.json" in names and "fettle/locale/de/LC_MESSAGES/django.mo" in names
    for asset in json.loads((ROOT / "frontend/package.json").read_text())["dependencies"]:
        assert f"fettle/static/dist/licences/{asset.replace('/', '-')}.txt" in names, asset
    assert not [name for name in names if "/tests/" in name or "/testing/" in name or name.endswith(".map")]


def test_the_documents_say_how_it_is_built_and_installed() -> None:
    """As it is here. The package index has no Fettle of ours."""
    command = (ROOT / "Makefile").read_text().partition("\nwheel: ")[2].splitlines()[1]
    assert command.endswith("python -m hatchling build -t wheel -d dist")
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        text = page.read_text()
        assert not re.search(r"pipx? install (?!\./dist/fettle-)\S*fettle", text), page
    assert "pipx install ./dist/fettle-*.whl" in (ROOT / "README.md").read_text()


def test_it_serves_without_node(wheel: Path, place: Path) -> None:
    environment, node = place / "venv", place / "programs" / "node"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    pip = [sys.executable, "-m", "pip", "--python", environment, "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", ROOT / "requirements.lock"], check=True)
    subprocess.run([*pip, "--no-deps", wheel], check=True)
    node.parent.mkdir()
    node.write_text(f"#!/bin/sh\ntouch {place}/node-was-called\nexit 1\n")
    node.chmod(0o755)
    shutil.copy(node, node.with_name("npm"))

    installation = Installation(place / "data", str(environment / "bin" / "python"))
    installation.environment_too = {"PATH": f"{node.parent}{os.pathsep}{os.environ['PATH']}"}
    version = subprocess.run([environment / "bin" / "fettle", "--version"], capture_output=True, text=True, check=True)
    assert version.stdout.startswith("fettle ")
    installation.start("--demo", within=FILL_SECONDS)
    try:
        with urllib.request.urlopen(installation.address, timeout=10) as page:
            text = page.read().decode()
        assert page.status == 200 and "static/dist/" in text
        assert "@" in installation.said()  # the demo sign-ins
    finally:
        assert installation.stop() == 0
    assert not (place / "node-was-called").exists()
