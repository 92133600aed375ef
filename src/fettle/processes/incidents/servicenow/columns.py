"""An incident's events, in order and with their settled times, → its past in our columns. Pure but for the ids it is
handed.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any

from fettle.edges.transfer.outcome import Told
from fettle.kernel.history.facts import Fact
from fettle.kernel.history.restore import Past
from fettle.kernel.records.values import whole
from fettle.processes.incidents.facts import HandedOver, Restored
from fettle.processes.incidents.servicenow.mapping import MAPPING
from fettle.processes.incidents.servicenow.order import settled_times

Ids = Callable[[str], int | None]


@dataclass(frozen=True)
class Row:
    """A row with its line in its file. ``known``: it came with an earlier one, of the name ``file``."""

    line: int
    values: Mapping[str, str]
    file: str = ""
    known: bool = False


@dataclass
class Translator:
    """Turns one incident's rows into its past. ``person`` and ``team`` give the id of a label's row here; ``ranks`` are
    the priorities that there are.
    """

    zone: tzinfo
    person: Ids
    team: Ids
    ranks: Container[int | None]
    told: list[Told] = field(default_factory=list)

    def past(self, rows: Sequence[Row]) -> list[Past]:
        """The rows of one incident, in order. Of those that came with an earlier file only what is news is listed."""
        own = [self.moment(row.values["sys_updated_at"]) for row in rows]
        old = iter(settled_times([moment for row, moment in zip(rows, own, strict=True) if row.known]))
        events = []
        before: Mapping[str, str] | None = None
        for row, said, at in zip(rows, own, settled_times(own), strict=True):
            was = next(old) if row.known else said
            if at != was:
                self._tell(row, "retimed", row.values["sys_updated_at"])
            events.append(self._event(row, said, at, before))
            before = row.values
        return events

    def _tell(self, row: Row, what: str, value: str) -> None:
        self.told.append(Told(row.values["number"], row.line, what, value, row.file))

    def moment(self, text: str) -> datetime:
        """A time of the source, in UTC. A wall time that comes twice is the first of the two."""
        return datetime.strptime(text, MAPPING.time).replace(tzinfo=self.zone).astimezone(UTC)

    def _event(self, row: Row, said: datetime, at: datetime, before: Mapping[str, str] | None) -> Past:
        values = row.values
        source: dict[str, Any] = {name: values[name] for name in MAPPING.source if given(values, name)}
        if given(values, "priority") and self._rank_of(values) is None:
            source["priority"] = values["priority"]
        if said != at:
            source["sys_updated_at"] = values["sys_updated_at"]
        facts: list[Fact] = [Restored()]
        if before is not None and before.get("assignment_group") != values.get("assignment_group"):
            facts.append(HandedOver())
        return Past(
            key=f"{values['sys_mod_count']}|{values['sys_updated_at']}",
            at=at,
            facts=tuple(facts),
            set=self._columns(row, at, first=before is None),
            source=source,
            person_id=self.person(values.get("sys_updated_by", "")),
            label=values.get("sys_updated_by", ""),
        )

    def _columns(self, row: Row, at: datetime, first: bool) -> dict[str, Any]:
        values = row.values
        columns: dict[str, Any] = {"pause_reason": "", **self._state(row)}
        columns["team"] = self.team(values.get("assignment_group", ""))
        columns["assignee"] = self.person(values.get("assigned_to", ""))
        columns["requester"] = self.person(values.get("caller_id", ""))
        columns["title"], columns["title_made"] = made_title(values), True
        for ours, theirs in MAPPING.texts.items():
            columns[ours] = values[theirs] if given(values, theirs) else ""
        if given(values, "contact_type"):
            columns["channel"] = MAPPING.channels.get(values["contact_type"], values["contact_type"])
        if (rank := self._rank(row)) is not None:
            columns["rank"] = rank
        if first:
            opened = self.moment(values["opened_at"]) if given(values, "opened_at") else at
            columns |= {"opened_at": opened, "external_ref": values["number"]}
        return columns

    def _rank(self, row: Row) -> int | None:
        """The priority, None where the source says none, or one that we do not have."""
        number = self._rank_of(row.values)
        if number is None and given(row.values, "priority") and not row.known:
            self._tell(row, "unknown priority", row.values["priority"])
        return number

    def _rank_of(self, values: Mapping[str, str]) -> int | None:
        number = whole(values.get("priority", "").partition(" ")[0], 1)
        return number if number in self.ranks else None

    def _state(self, row: Row) -> Mapping[str, str]:
        state = MAPPING.states.get(row.values["incident_state"])
        if state is None:
            if not row.known:
                self._tell(row, "unknown state", row.values["incident_state"])
            return MAPPING.unknown_state
        return state


def given(values: Mapping[str, str], name: str) -> bool:
    """Whether the source says something in a column."""
    return values.get(name, MAPPING.missing) not in ("", MAPPING.missing)


def made_title(values: Mapping[str, str]) -> str:
    """The log has no titles: one is made from category, subcategory and symptom, and marked as made."""
    parts = [values[name] for name in ("category", "subcategory", "u_symptom") if given(values, name)]
    return " · ".join(parts)[:200] or values["number"]
