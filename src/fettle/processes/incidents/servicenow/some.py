"""Some incidents at a time: their rows are stored and their pasts restored, a statement for each table and not for each
row (docs/decisions/0011).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fettle.edges.transfer.models import ImportRun, SourceRow
from fettle.edges.transfer.outcome import SAMPLE, Outcome, Shown, Told
from fettle.kernel.access.actor import Actor
from fettle.kernel.history import restore as history
from fettle.kernel.history.restore import BATCH, Newcomer, Past, restore, restore_new
from fettle.kernel.records.models import Participant, Record
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.incidents.servicenow.columns import Row, Translator
from fettle.processes.incidents.servicenow.limits import SOURCE
from fettle.processes.incidents.servicenow.order import merge
from fettle.processes.incidents.servicenow.repairs import Waiting
from fettle.processes.incidents.servicenow.rows import Event

AT_ONCE = 100
"""Incidents of a transaction."""
Stored = dict[str, dict[str, SourceRow]]


@dataclass
class Ready:
    """An incident whose past is worked out and not yet written."""

    group: str
    past: list[Past]
    parts: list[tuple[int, str]]
    done: history.Outcome | None = None


@dataclass
class Job:
    """One run of an import, a few incidents at a time."""

    actor: Actor
    run: ImportRun
    waiting: Waiting
    translator: Translator
    outcome: Outcome
    fresh: list[SourceRow] = field(default_factory=list)
    moved: list[SourceRow] = field(default_factory=list)

    def bring(self, groups: Mapping[str, Sequence[Event]]) -> None:
        """Store the rows of these incidents, and restore their pasts. Inside a transaction."""
        self.fresh, self.moved = [], []
        stored = self._stored(groups)
        ready = [
            found for group, coming in groups.items() if (found := self._ready(group, coming, stored.get(group, {})))
        ]
        SourceRow.objects.bulk_update(self.moved, ["place"], BATCH)
        SourceRow.objects.bulk_create(self.fresh, BATCH)
        self._restore(ready)
        for each in ready:
            self._note(each)

    def _stored(self, groups: Mapping[str, Sequence[Event]]) -> Stored:
        """What earlier runs read of them, in its order."""
        rows = SourceRow.objects.filter(source=SOURCE, organisation=self.run.organisation, group__in=list(groups))
        named = rows.select_related("run").defer("run__log", "run__preview", "run__outcome")
        found: Stored = {}
        for row in named.select_for_update(of=("self",)).order_by("group", "place"):
            found.setdefault(row.group, {})[row.key] = row
        return found

    def _ready(self, group: str, coming: Sequence[Event], known: Mapping[str, SourceRow]) -> Ready | None:
        """The past that the rows tell, None where none of them is new."""
        fresh: dict[str, SourceRow] = {}
        for event in coming:
            if event.key not in known and event.key not in fresh:
                fresh[event.key] = self._row(group, event)
            elif (known.get(event.key) or fresh[event.key]).values != dict(event.values):
                self.outcome.told.append(Told(group, event.line, "said otherwise before", event.key))
        self.outcome.known += len(coming) - len(fresh)
        self.outcome.added += len(fresh)
        order = list(known)
        if fresh:
            there = self.waiting.among(group, list(known.values()), coming)
            stood = {hole.pk: hole.after for hole in there}
            order = merge({row.key: row.run_id for row in known.values()}, coming, there)
            self.waiting.settle(there, stood)
        self.waiting.place(group, order, coming)
        if not fresh:
            self.outcome.same += 1
            return None
        return self._past(group, [known.get(key) or fresh[key] for key in order], known)

    def _row(self, group: str, event: Event) -> SourceRow:
        row = SourceRow(
            source=SOURCE, organisation=self.run.organisation, group=group, key=event.key, place=0, run=self.run,
            line=event.line, values=dict(event.values),
        )  # fmt: skip
        self.fresh.append(row)
        return row

    def _past(self, group: str, rows: Sequence[SourceRow], known: Mapping[str, SourceRow]) -> Ready:
        for place, row in enumerate(rows):
            if row.key in known and row.place != place:
                self.moved.append(row)
            row.place = place
        told = [
            Row(row.line, row.values, row.run.file_name if row.key in known else "", row.key in known) for row in rows
        ]
        past = self.translator.past(told)
        requesters = {event.set["requester"] for event in past if event.set["requester"]}
        return Ready(group, past, [(person, str(Participant.Part.REQUESTER)) for person in requesters])

    def _restore(self, ready: Sequence[Ready]) -> None:
        here = self._here([each.group for each in ready])
        organisation = self.run.organisation
        new = [each for each in ready if each.group not in here]
        made = restore_new(
            self.actor, INCIDENT, [Newcomer(each.past, each.parts) for each in new], organisation=organisation
        )
        for each, done in zip(new, made, strict=True):
            each.done = done
        for each in ready:
            if each.group in here:
                record = here[each.group]
                each.done = restore(
                    self.actor, INCIDENT, each.past, record=record, organisation=organisation, parts=each.parts
                )

    def _here(self, groups: Sequence[str]) -> dict[str, Record]:
        """Those that there are already, by their number there."""
        found = Record.objects.filter(
            kind=INCIDENT.key, organisation=self.run.organisation, incident__external_ref__in=groups
        )
        return {record.incident.external_ref: record for record in found.select_related("incident").order_by("-pk")}

    def _note(self, each: Ready) -> None:
        done = each.done
        if done is None:
            return
        self.outcome.made += done.made
        self.outcome.changed += not done.made and done.added > 0
        self.outcome.same += not done.made and not done.added
        if len(self.outcome.sample) < SAMPLE:
            state = str(INCIDENT.flow.by_state[done.record.state].label)
            self.outcome.sample.append(Shown(each.group, done.record.title, state, done.made))
