"""Which lines of earlier runs were damaged and wait for their repaired row, and what becomes of them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from fettle.edges.transfer.models import ImportRun, RefusedRow, SourceRow
from fettle.edges.transfer.outcome import Damage
from fettle.processes.incidents.servicenow.holes import BEGINNING, Hole, cells_of, placed_by_line, placed_in_file
from fettle.processes.incidents.servicenow.rows import Event

LONGEST_GROUP = RefusedRow._meta.get_field("group").max_length
Damages = Sequence[tuple[Damage, str]]
"""Each damaged line with the key of the event before it in its incident, BEGINNING where the file has none."""


def kept(group: str) -> str:
    """What a damaged line says its number is, as it is kept."""
    return group.replace("\x00", "").strip()[:LONGEST_GROUP]


def refuse(run: ImportRun, damages: Damages) -> list[RefusedRow]:
    """Keep the damaged lines. A run that goes on after it was cut off refuses the same ones, once."""
    run.refused.all().delete()
    return RefusedRow.objects.bulk_create(
        RefusedRow(
            run=run, line=damage.line, text=damage.text.replace("\x00", "\ufffd"), reason=damage.reason,
            group=kept(damage.group), after=after,
        )
        for damage, after in damages
    )  # fmt: skip


@dataclass
class Waiting:
    """The damaged lines that no row has repaired. Of earlier runs: by the number they name (``by_group``), and those
    that name none of the incidents of this file. ``unplaced``: of this run, with no event before them in the file.
    """

    by_group: dict[str, list[Hole]]
    nameless: list[Hole]
    unplaced: dict[str, list[RefusedRow]] = field(default_factory=dict)

    @classmethod
    def of(cls, run: ImportRun, source: str, groups: Container[str], refused: Iterable[RefusedRow]) -> Waiting:
        found = cls({}, [])
        earlier = RefusedRow.objects.filter(
            run__source=source, run__organisation=run.organisation, settled=False, run__lt=run.pk
        )
        for row in earlier.order_by("run", "line"):
            hole = Hole(row.pk, row.run_id, row.line, row.after, cells_of(row.text), nameless=row.group not in groups)
            (found.nameless if hole.nameless else found.by_group.setdefault(row.group, [])).append(hole)
        for row in refused:
            if row.after == BEGINNING:
                found.unplaced.setdefault(row.group, []).append(row)
        return found

    def among(self, group: str, known: Sequence[SourceRow], coming: Sequence[Event]) -> list[Hole]:
        """Those that a row of this incident may repair."""
        found = list(self.by_group.get(group, ()))
        for hole in self.nameless:
            if not hole.filled and any(hole.unlike(event) is not None for event in coming):
                after = placed_by_line(hole, [(row.key, row.run_id, row.line) for row in known])
                if after is not None:
                    hole.after = after
                    found.append(hole)
        return found

    def settle(self, holes: Sequence[Hole], before: Mapping[int, str]) -> None:
        """Keep which lines were repaired, and what the others stand behind now."""
        if filled := [hole.pk for hole in holes if hole.filled]:
            RefusedRow.objects.filter(pk__in=filled).update(settled=True)
        for hole in holes:
            if not hole.filled and not hole.nameless and hole.after != before[hole.pk]:
                RefusedRow.objects.filter(pk=hole.pk).update(after=hole.after)

    def place(self, group: str, order: Sequence[str], coming: Sequence[Event]) -> None:
        """Where the lines of this run with which their incident begins in the file stand among its events."""
        for row in self.unplaced.pop(group, ()):
            row.after = placed_in_file(row.line, order, coming)
            row.save(update_fields=["after"])

    def place_last(self, run: ImportRun, source: str) -> None:
        """Lines of incidents of which the file has no other stand behind all that is known of them."""
        known = SourceRow.objects.filter(source=source, organisation=run.organisation)
        for group, rows in self.unplaced.items():
            last = known.filter(group=group).order_by("place").last() if group else None
            if last is not None:
                for row in rows:
                    row.after = last.key
                    row.save(update_fields=["after"])
