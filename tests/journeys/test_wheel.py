"""The built wheel, in an empty environment without Node: ``fettle serve`` works like ``make run``."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from fettle.site.testing.installation import Installation

pytestmark = pytest.mark.kill
ROOT = Path(__file__).parents[2]
QUIET = ("--quiet", "--disable-pip-version-check")


def without_node() -> dict[str, str]:
    """The environment with no Node on the path and no way to import the sources of this tree."""
    folders = [folder for folder in os.environ["PATH"].split(os.pathsep) if not (Path(folder) / "node").exists()]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FETTLE_", "PYTHON"))}
    return kept | {"PATH": os.pathsep.join(folders)}


def test_the_wheel_alone(place: Path) -> None:
    wheels, home = place / "wheels", place / "venv"
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        *QUIET,
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(wheels),
        str(ROOT),
    ]
    subprocess.run(build, check=True, timeout=600)
    (wheel,) = wheels.glob("fettle-*.whl")
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True, timeout=120)
    python = str(home / "bin" / "python")
    locked = ["--require-hashes", "-r", str(ROOT / "requirements.lock")]
    subprocess.run([python, "-m", "pip", "install", *QUIET, *locked], check=True, timeout=600, env=without_node())
    subprocess.run(
        [python, "-m", "pip", "install", *QUIET, "--no-deps", str(wheel)], check=True, timeout=300, env=without_node()
    )

    installation = Installation(place / "data", python)
    installation.start("--demo")
    try:
        assert "Demo sign-ins" in installation.said()
        with urllib.request.urlopen(f"{installation.address}/", timeout=30) as page:
            text = page.read().decode()
        asset = text.split('rel="stylesheet"')[1].split('href="')[1].split('"')[0] if 'rel="stylesheet"' in text else ""
        assert asset, text[:500]
        with urllib.request.urlopen(f"{installation.address}{asset}", timeout=30) as style:
            assert style.status == 200 and len(style.read()) > 1000
    finally:
        assert installation.stop() == 0
