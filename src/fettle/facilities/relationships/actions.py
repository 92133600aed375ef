"""Entering, updating, ending and taking up again a relationship. A room calls these with its own kind and duty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from fettle.facilities.cycles import actions as cycles
from fettle.facilities.cycles import queries as duties
from fettle.facilities.cycles.dates import after
from fettle.facilities.cycles.facts import DutySet
from fettle.facilities.relationships import queries, rhythm, rules
from fettle.facilities.relationships.facts import Ended, Entered, TakenUp, Updated
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require, require_in
from fettle.kernel.access.offers import allow
from fettle.kernel.assembly import assembly
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Participant, Record

NAMED = Participant.Part.NAMED


@dataclass(frozen=True)
class Database:
    """The relationships of one kind. ``duty`` is the code of reviewing them, ``importances`` the key of the definition
    that says how often.
    """

    kind: Kind
    duty: str
    importances: str

    @transaction.atomic
    def register(
        self, actor: Actor, *, organisation: Organisation, assignee: Person, importance: str, **values: Any
    ) -> Record:
        """Enter a party, and have the relationship reviewed from now on. Raises Forbidden, Invalid."""
        home = require_in(actor, self.kind.may.register, organisation)
        rules.a_party_can_be_reached(values.get("contact"), values.get("contact_point", ""))
        Organisation.objects.select_for_update().get(pk=home.pk)  # of two who enter it at once one is told
        rules.a_party_stands_once(home, queries.of(self.kind, home))
        values |= {"assignee": assignee, "importance": importance, "title": values.get("title") or home.name}
        first = self._rhythm(importance, assignee)
        planned = DutySet(self.duty, first["due_on"].isoformat(), first["every"], first["unit"], assignee.pk)
        parts = [(assignee, NAMED)]
        record = history.create(actor, self.kind, Entered(), planned, organisation=home, values=values, parts=parts)
        cycles.plan(record, self.duty, **first)
        return record

    @transaction.atomic
    def revise(self, actor: Actor, number: str, **values: Any) -> Record:
        """Update a party. Its review goes by who looks after it, and by its importance. Raises Invalid, Refusal."""
        record = history.lock(actor, number, self.kind)
        require(actor, self.kind.may.revise, record)
        rules.it_is_active(record)
        item = record.item
        rules.a_party_can_be_reached(
            values.get("contact", item.contact), values.get("contact_point", item.contact_point) or ""
        )
        person = rules.somebody_looks_after_it(values.get("assignee", record.assignee))
        if "title" in values:
            values["title"] = values["title"] or record.organisation.name
        facts = [Updated(), *self._planned_anew(record, person, values.get("importance", record.item.importance))]
        history.write(actor, record, *facts, set=values, parts=[(person, NAMED)])
        return record

    @transaction.atomic
    def end(self, actor: Actor, number: str, *, reason: str) -> Record:
        """It is over; records, agreements and history stay."""
        return self._move(actor, number, "end", Ended(reason=reason))

    @transaction.atomic
    def take_up(self, actor: Actor, number: str, *, reason: str) -> Record:
        """It is there again."""
        return self._move(actor, number, "take_up", TakenUp(reason=reason))

    @property
    def verbs(self) -> Mapping[str, Callable[..., Record]]:
        """The actions behind the verbs of the workflow."""
        return {"end": self.end, "take_up": self.take_up}

    def _move(self, actor: Actor, number: str, name: str, fact: Fact) -> Record:
        record = history.lock(actor, number, self.kind)
        verb = allow(actor, record, name)
        history.write(actor, record, fact, set={"state": verb.target})
        return record

    def _rhythm(self, importance: str, person: Person) -> dict[str, Any]:
        every = rhythm.months(self.importances, importance)
        due = after(timezone.localdate(), every, "months")
        lead = assembly().cycle_by_code[self.duty].lead_days
        return {"due_on": due, "every": every, "unit": "months", "lead_days": lead, "person": person, "role": ""}

    def _planned_anew(self, record: Record, person: Person, importance: str) -> list[Fact]:
        """The review goes to whoever looks after the party from now on, if it was with whoever did before; and goes by
        another importance, unless a rhythm of its own was settled.
        """
        duty = next((each for each in duties.of_record(record) if each.code == self.duty), None)
        if duty is None:
            return []
        wish = {name: getattr(duty, name) for name in ("due_on", "every", "unit", "lead_days", "person", "role")}
        if duty.person_id is not None and duty.person_id == record.assignee_id:
            wish["person"] = person
        was = record.item.importance
        if importance != was and (duty.every, duty.unit) == (rhythm.months(self.importances, was), "months"):
            wish["every"] = rhythm.months(self.importances, importance)
            begun = duty.last_done_on or timezone.localtime(record.opened_at).date()
            wish["due_on"] = max(after(begun, wish["every"], "months"), timezone.localdate())
        fact = cycles.plan(record, self.duty, **wish)
        return [fact] if fact else []
