"""Drawing up an agreement with one party, and changing it while nobody has signed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fettle.facilities.cycles import actions as cycles
from fettle.facilities.cycles.dates import after
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require, require_in
from fettle.kernel.clock.models import Calendar, CalendarVersion
from fettle.kernel.errors import Invalid
from fettle.kernel.history import write as history
from fettle.kernel.orgs.models import Organisation, Person, Team
from fettle.kernel.records.models import Participant, Record
from fettle.processes.levels import queries, rules
from fettle.processes.levels.actions.default import latest, promised
from fettle.processes.levels.definitions import REVIEW, begins_with
from fettle.processes.levels.facts import DrawnUp, Revised, VersionChanged
from fettle.processes.levels.models import AgreementVersion
from fettle.processes.levels.records import AGREEMENT, SIGNED
from fettle.processes.levels.standing import newest_draft

Rows = list[dict[str, Any]]
VERSIONED = ("targets", "promises", "excluded", "calendar", "valid_from", "valid_until")


@transaction.atomic
def register(
    actor: Actor,
    *,
    title: str,
    type: str,
    organisation: Organisation | None = None,
    team: Team | None = None,
    owner: Person | None = None,
    targets: Rows | None = None,
    promises: Rows | None = None,
    excluded: Rows | None = None,
    calendar: Calendar | None = None,
    **texts: Any,
) -> Record:
    """Draw up an agreement (PR2.A2.1, PR2.A3.1): it begins with the template of its type and, for a customer, with what
    the default agreement promises where nothing else is given. Raises Invalid, Forbidden.
    """
    require(actor, AGREEMENT.may.register)
    rules.the_party_fits(type, organisation, team)
    rules.only_a_supplier_has_a_contract(type, texts.get("reference"))
    party = team.organisation if team else organisation
    home = require_in(actor, AGREEMENT.may.register, party)
    base = queries.default()
    if calendar is None and base is None:
        raise Invalid({"calendar": _("Choose the calendar that it counts by.")})
    by = latest(calendar) if calendar is not None else _calendar_of(base)
    usual = base if type == "sla" else None
    begins = AgreementVersion(
        version=1,
        calendar=by,
        targets=usual.targets if targets is None and usual else targets or [],
        promises=usual.promises if promises is None and usual else promises or [],
        excluded=usual.excluded if excluded is None and usual else excluded or [],
    )
    rules.an_answer_is_due_before_the_end(usual.targets if usual else [], begins.targets)
    rules.what_it_excludes_is_in_use(usual.excluded if usual else [], begins.excluded)
    answers = owner or actor.person
    given = {name: value for name, value in texts.items() if value not in (None, "")}
    values = {
        "terms": begins_with(type),
        **given,
        "title": title,
        "type": type,
        "team": team,
        "owner": answers,
        "assignee": actor.person,
        "party": home,
        "draft": 1,
    }
    parts = [(each, Participant.Part.NAMED) for each in (answers, actor.person) if each is not None]
    fact = DrawnUp(version_made=1, after=promised(begins))
    record = history.create(actor, AGREEMENT, fact, organisation=home, values=values, parts=parts)
    begins.agreement = record.item
    begins.save()
    return record


@transaction.atomic
def revise(actor: Actor, number: str, **values: Any) -> Record:
    """Change fields of the agreement, and what the version that is negotiated promises. Raises Invalid, Refusal."""
    record = history.lock(actor, number, AGREEMENT)
    require(actor, AGREEMENT.may.revise, record)
    rules.only_a_supplier_has_a_contract(record.item.type, values.get("reference"))
    given = {name: values.pop(name) for name in VERSIONED if name in values}
    versioned = {name: value for name, value in given.items() if value is not None}
    if any(name in SIGNED and values[name] != getattr(record.item, name) for name in values):
        rules.what_is_signed_stays(record.item)
    told: list[Any] = []
    if versioned and (fact := _change(record, versioned)) is not None:
        told.append(fact)
        values |= _validity(record)
    if values or not told:
        told.append(Revised())
    owner = values.get("owner")
    history.write(actor, record, *told, set=values, parts=[(owner, Participant.Part.NAMED)] if owner else [])
    return record


@transaction.atomic
def change_version(actor: Actor, number: str, **versioned: Any) -> Record:
    """What the version that is negotiated promises from when to when; all of it is given. Without a difference nothing
    happens.
    """
    record = history.lock(actor, number, AGREEMENT)
    require(actor, AGREEMENT.may.revise, record)
    fact = _change(record, versioned)
    if fact is not None:
        history.write(actor, record, fact, set=_validity(record))
    return record


def _change(record: Record, given: Mapping[str, Any]) -> VersionChanged | None:
    rules.it_is_individual(record.item)
    rules.what_is_signed_stays(record.item)
    version = newest_draft(record.item)
    if version is None:
        return None
    was = told(version)
    if "targets" in given:
        rules.an_answer_is_due_before_the_end(version.targets, given["targets"])
    if "excluded" in given:
        rules.what_it_excludes_is_in_use(version.excluded, given["excluded"])
    for name, value in given.items():
        setattr(version, name, latest(value) if isinstance(value, Calendar) else value)
    rules.it_ends_after_it_starts(version.valid_from, version.valid_until)
    now = told(version)
    other = [name for name in now if now[name] != was[name]]
    if not other:
        return None
    version.save()
    before, after_it = ({name: said[name] for name in other} for said in (was, now))
    return VersionChanged(version_made=version.version, before=before, after=after_it)


def told(version: AgreementVersion) -> dict[str, Any]:
    """What the history keeps of a version."""
    return {
        **promised(version),
        "valid_from": version.valid_from.isoformat() if version.valid_from else "",
        "valid_until": version.valid_until.isoformat() if version.valid_until else "",
    }


def _validity(record: Record) -> dict[str, Any]:
    """Before the first version is in force the agreement's days are those of its draft."""
    version = newest_draft(record.item)
    if record.item.latest or version is None:
        return {}
    return {"valid_from": version.valid_from, "valid_until": version.valid_until}


def _calendar_of(version: AgreementVersion | None) -> CalendarVersion:
    if version is None:
        raise LookupError("no default agreement")
    return CalendarVersion.objects.select_related("calendar").get(pk=version.calendar_id)


def plan_review(record: Record, begins: date, months: int) -> Any:
    """The review is due again and again from when the agreement is in force."""
    wish = {"due_on": after(begins, months, "months"), "every": months, "unit": "months", "lead_days": 30}
    return cycles.plan(record, REVIEW, **wish, person=record.item.owner, role="")
