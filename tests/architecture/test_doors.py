"""Which way imports and foreign keys point, and through which doors rooms meet. The layers themselves are contracts in
pyproject.toml.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from django.apps import apps

SOURCE = Path(__file__).parents[2] / "src"
ROOMS = SOURCE / "fettle" / "processes"
DOORS = {"actions", "queries", "facts", "figures", "evidence"}
FLOORS = (
    ("fettle.kernel.clock", "fettle.kernel.jobs"),
    ("fettle.kernel.orgs",),
    ("fettle.kernel.records",),
    ("fettle.kernel.access",),
    ("fettle.kernel.history",),
    ("fettle.kernel.settings",),
    ("fettle.facilities",),
    ("fettle.edges",),
    ("fettle.processes.customers", "fettle.processes.suppliers", "fettle.processes.reviews"),
    ("fettle.processes.services",),
    ("fettle.processes.levels", "fettle.processes.configuration"),
    ("fettle.processes.money",),
    ("fettle.processes.announcements",),
    ("fettle.processes.incidents",),
    ("fettle.processes.knowledge",),
    ("fettle.processes.problems",),
    ("fettle.processes.surveys",),
    ("fettle.processes.reporting",),
    ("fettle.portal", "fettle.governance", "fettle.administration"),
    ("fettle.site",),
)


def imported(file: Path) -> list[str]:
    """Every module a file names in an import, with the names taken from it."""
    found = []
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{name.name}" for name in node.names]
        elif isinstance(node, ast.Import):
            found += [name.name for name in node.names]
    return found


def modules(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*.py") if "/tests/" not in str(file) and "/migrations/" not in str(file)]


def test_rooms_meet_only_through_their_doors() -> None:
    wrong = []
    for room in filter(Path.is_dir, ROOMS.iterdir()):
        for file in modules(room):
            for name in imported(file):
                parts = name.split(".")
                if name.startswith("fettle.processes.") and parts[2] != room.name and parts[3] not in DOORS:
                    wrong.append(f"{file.relative_to(SOURCE)}: {name}")
    assert not wrong


def floor_of(module: str) -> int:
    return next(
        at for at, names in enumerate(FLOORS) if any(module == name or module.startswith(f"{name}.") for name in names)
    )


def test_foreign_keys_point_down() -> None:
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("fettle."):
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not getattr(field, "concrete", False) or target is None or not target.__module__.startswith("fettle."):
                continue
            if floor_of(target.__module__) > floor_of(model.__module__):
                wrong.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    assert not wrong


def test_only_the_write_door_changes_records_and_entries() -> None:
    """Nobody else calls update, save or create on Record or Entry, nor on a process's own row."""
    allowed = {"kernel/history/write.py", "kernel/history/many.py", "kernel/history/restore.py"}
    wrong = []
    for file in modules(SOURCE / "fettle"):
        text = file.read_text("utf-8")
        place = str(file.relative_to(SOURCE / "fettle"))
        if place in allowed or "testing" in place:
            continue
        for model in (
            "Record",
            "Entry",
            "Incident",
            "ServiceRequest",
            "Service",
            "Agreement",
            "Setting",
            "Announcement",
        ):
            for call in ("create", "bulk_create", "bulk_update", "update_or_create", "get_or_create"):
                if f" {model}.objects.{call}(" in text or f" {model}.everything.{call}(" in text:
                    wrong.append(f"{place}: {model}.{call}")
    assert not wrong


def test_locks_name_no_host() -> None:
    root = SOURCE.parent
    for name in ("requirements.lock", "requirements-dev.lock", "frontend/package-lock.json"):
        assert "://" not in (root / name).read_text("utf-8"), name


def test_every_room_says_its_process_and_owner() -> None:
    for room in filter(Path.is_dir, ROOMS.iterdir()):
        if (room / "__init__.py").exists():
            text = (room / "__init__.py").read_text("utf-8")
            assert "FitSM: PR" in text and "Owner role" in text, room.name


def test_numbers_from_outside_are_read_in_one_place() -> None:
    """What Python calls a digit need not be one that it can read, and a text of digits may be too long."""
    fettle = SOURCE / "fettle"
    readers = {fettle / "kernel" / "records" / "values.py", fettle / "site" / "config.py"}
    others = [
        file
        for file in modules(fettle)
        if file not in readers and re.search(r"\.isdigit|\.isdecimal", file.read_text("utf-8"))
    ]
    assert not others, [str(file.relative_to(SOURCE)) for file in others]
