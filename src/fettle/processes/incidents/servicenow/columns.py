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

    def past(self, rows: Sequence[tuple[int, Mapping[str, str]]]) -> list[Past]:
        """``rows``: line and values of each event, in order."""
        own = [self.moment(values["sys_updated_at"]) for _line, values in rows]
        events = []
        before: Mapping[str, str] | None = None
        for (line, values), said, at in zip(rows, own, settled_times(own), strict=True):
            events.append(self._event(line, values, said, at, before))
            before = values
        return events

    def moment(self, text: str) -> datetime:
        """A time of the source, in UTC. A wall time that comes twice is the first of the two."""
        return datetime.strptime(text, MAPPING.time).replace(tzinfo=self.zone).astimezone(UTC)

    def _event(
        self, line: int, values: Mapping[str, str], said: datetime, at: datetime, before: Mapping[str, str] | None
    ) -> Past:
        source: dict[str, Any] = {name: values[name] for name in MAPPING.source if given(values, name)}
        if given(values, "priority") and self._rank_of(values) is None:
            source["priority"] = values["priority"]
        if said != at:
            source["sys_updated_at"] = values["sys_updated_at"]
            self.told.append(Told(values["number"], line, "retimed", values["sys_updated_at"]))
        facts: list[Fact] = [Restored()]
        if before is not None and before.get("assignment_group") != values.get("assignment_group"):
            facts.append(HandedOver())
        return Past(
            key=f"{values['sys_mod_count']}|{values['sys_updated_at']}",
            at=at,
            facts=tuple(facts),
            set=self._columns(line, values, at, first=before is None),
            source=source,
            person_id=self.person(values.get("sys_updated_by", "")),
            label=values.get("sys_updated_by", ""),
        )

    def _columns(self, line: int, values: Mapping[str, str], at: datetime, first: bool) -> dict[str, Any]:
        columns: dict[str, Any] = {"pause_reason": "", **self._state(line, values)}
        columns["team"] = self.team(values.get("assignment_group", ""))
        columns["assignee"] = self.person(values.get("assigned_to", ""))
        columns["requester"] = self.person(values.get("caller_id", ""))
        columns["title"], columns["title_made"] = made_title(values), True
        for ours, theirs in MAPPING.texts.items():
            columns[ours] = values[theirs] if given(values, theirs) else ""
        if given(values, "contact_type"):
            columns["channel"] = MAPPING.channels.get(values["contact_type"], values["contact_type"])
        if (rank := self._rank(line, values)) is not None:
            columns["rank"] = rank
        if first:
            opened = self.moment(values["opened_at"]) if given(values, "opened_at") else at
            columns |= {"opened_at": opened, "external_ref": values["number"]}
        return columns

    def _rank(self, line: int, values: Mapping[str, str]) -> int | None:
        """The priority, None where the source says none, or one that we do not have."""
        number = self._rank_of(values)
        if number is None and given(values, "priority"):
            self.told.append(Told(values["number"], line, "unknown priority", values["priority"]))
        return number

    def _rank_of(self, values: Mapping[str, str]) -> int | None:
        number = whole(values.get("priority", "").partition(" ")[0], 1)
        return number if number in self.ranks else None

    def _state(self, line: int, values: Mapping[str, str]) -> Mapping[str, str]:
        state = MAPPING.states.get(values["incident_state"])
        if state is None:
            self.told.append(Told(values["number"], line, "unknown state", values["incident_state"]))
            return MAPPING.unknown_state
        return state


def given(values: Mapping[str, str], name: str) -> bool:
    """Whether the source says something in a column."""
    return values.get(name, MAPPING.missing) not in ("", MAPPING.missing)


def made_title(values: Mapping[str, str]) -> str:
    """The log has no titles: one is made from category, subcategory and symptom, and marked as made."""
    parts = [values[name] for name in ("category", "subcategory", "u_symptom") if given(values, name)]
    return " · ".join(parts)[:200] or values["number"]
