"""The list of people who were erased: what an old backup brings back is erased again by it.

It names nobody: each line has the number of a person, the moment they were added (so that the list of another
installation is recognised), and whether their files were deleted too.
"""

from __future__ import annotations

import csv
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from fettle.site import archive
from fettle.site.refusal import Refused

COLUMNS = ("person", "added_at", "files")
MEMBER = "erased.csv"
"""Its name in a backup."""


@dataclass(frozen=True)
class Line:
    """One person. ``added_at`` is when they came into this installation."""

    person: int
    added_at: datetime
    files: bool


def write(out: IO[str]) -> int:
    """The list as CSV; returns how many people. A database that knows no erasures yet has none."""
    from django.db import connection

    from fettle.kernel.history.models import Erasure

    known = Erasure._meta.db_table in connection.introspection.table_names()
    rows = list(Erasure.objects.select_related("person").order_by("pk")) if known else []
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([row.person_id, row.person.added_at.isoformat(), "yes" if row.files else "no"])
    return len(rows)


def read(source: Path) -> list[Line]:
    """The lines of a list, or of the list in a backup. Raises Refused for what is neither."""
    try:
        content = archive.member(source, MEMBER) if tarfile.is_tarfile(source) else source.read_bytes()
        rows = list(csv.DictReader(content.decode("utf-8").splitlines()))
        return [
            Line(int(row["person"]), datetime.fromisoformat(row["added_at"]), row["files"] == "yes") for row in rows
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        sentence = "is no list of erased people (fettle erase --list) and no backup that holds one"
        raise Refused(f"{source} {sentence}: choose another file.") from error


def again(lines: list[Line]) -> Iterator[tuple[Line, str]]:
    """Erase each of them again; a line with its outcome: erased, before (nothing to do), unknown (not of here)."""
    from fettle.kernel.access.actor import Actor
    from fettle.kernel.history.models import Erasure
    from fettle.kernel.orgs.models import Person
    from fettle.kernel.settings import erasing

    actor = Actor.house("fettle erase", "people.administer", "people.erase")
    for line in lines:
        person = Person.objects.filter(pk=line.person, added_at=line.added_at).first()
        if person is None:
            yield line, "unknown"
        elif Erasure.objects.filter(person=person).exists():
            yield line, "before"
        else:
            erasing.erase_again(actor, person, files=line.files)
            yield line, "erased"
