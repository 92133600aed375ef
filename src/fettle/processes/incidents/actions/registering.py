"""Record, revise, follow up (PR9.A1.1, PR9.A1.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.facilities.approvals import queries as rounds
from fettle.facilities.approvals.models import Round
from fettle.facilities.links import actions as links
from fettle.facilities.tags import actions as tags
from fettle.facilities.tasks import queries as steps
from fettle.kernel.access.actor import Actor, Channel
from fettle.kernel.access.ask import may, require
from fettle.kernel.errors import Invalid
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.history.replay import in_order
from fettle.kernel.orgs.models import Organisation, Person, Team
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.settings.choices import label_of
from fettle.kernel.settings.read import current
from fettle.kernel.settings.scheme import priority_of
from fettle.processes.incidents import custom, rules
from fettle.processes.incidents.actions import settled
from fettle.processes.incidents.catalogue import queries as catalogue
from fettle.processes.incidents.catalogue.definitions import KEY as ORDERS
from fettle.processes.incidents.definitions import row_of
from fettle.processes.incidents.facts import Classified, FollowUp, Ordered, Registered, Revised
from fettle.processes.incidents.records import DESK

SPARE = 4
"""The rank of a record whose impact or urgency nobody has named, unless the scheme has fewer priorities."""
CHANNELS = {Channel.API: "api", Channel.MAIL: "mail"}
"""How a report reached us, where the way it came by says so."""


@transaction.atomic
def register(
    actor: Actor,
    kind: Kind,
    *,
    title: str,
    requester: Person | None = None,
    service: Record | None = None,
    channel: str = "",
    opened_at: datetime | None = None,
    priority: int | None = None,
    reason: str = "",
    of: str = "",
    desk_team: Team | None = None,
    because: Sequence[Fact] = (),
    **values: Any,
) -> Record:
    """Record an incident or request. People we serve record their own; staff on anybody's behalf, by any channel,
    with any priority.

    ``values`` are further fields of the kind, already clean. ``opened_at`` in the past is when it was reported;
    ``of`` the closed record it follows up; ``desk_team`` the team that the desk's own settings send it to, whoever
    reports it; ``because`` are further facts of where it comes from. Raises Forbidden, Invalid.
    """
    require(actor, kind.may.register)
    staff = may(actor, "incidents.work")
    if not staff:
        _only_own(actor, requester, opened_at, priority, values)
    person = requester or _myself(actor)
    home = person.organisation if person else Organisation.objects.get(parent=None)
    now = timezone.now()
    if opened_at and opened_at > now:
        raise Invalid({"opened_at": _("This lies in the future: give the time at which it was reported.")})
    channel = channel or CHANNELS.get(actor.channel) or ("phone" if staff else "portal")
    by_scheme = priority_of(values.get("impact", ""), values.get("urgency", ""), current()["incidents.matrix"])
    rank = priority or by_scheme or min(SPARE, len(current()["incidents.priorities"]))
    rules.another_priority_has_a_reason(rank, by_scheme, reason)
    standard = values.get("standard", "")
    if standard:
        rules.it_is_on_offer(standard in catalogue.codes(actor, staff))
    values["custom"] = custom.clean(values.get("category", ""), values.get("custom") or {}, actor, standard)
    if "team" not in values and (team := desk_team or (service and service.team)):
        values["team"] = team
    facts: list[Fact] = [Registered(responds=bool(row_of("incidents.channels", channel).get("responds")))]
    if of:
        facts.append(FollowUp(of=of))
    if standard:
        facts.append(Ordered(request=standard))
    facts += because
    promised = catalogue.promises(kind.key, rank, service, home, standard, values.get("team"), _("by priority"))
    facts += [promise for promise in promised if promise is not None]
    columns = {"title": title, "requester": person, "service": service, "channel": channel, "rank": rank, **values}
    columns |= {"opened_at": opened_at or now}
    columns |= settled.first(facts, columns, opened_at or now, now)
    acting = actor.behalf(person) if person and person.pk != actor.person_id else actor
    return history.create(acting, kind, *facts, organisation=home, values=columns, parts=_parts(person, values), at=now)


def _only_own(
    actor: Actor, requester: Person | None, opened_at: datetime | None, priority: int | None, values: dict[str, Any]
) -> None:
    """What the people we serve may not decide themselves."""
    foreign = requester is not None and requester.pk != actor.person_id
    decided = [name for name in ("team", "assignee", "affected", "channel") if values.get(name)]
    if foreign or opened_at or priority or decided:
        require(actor, "incidents.work")


def _myself(actor: Actor) -> Person | None:
    if actor.person_id is None:
        return None
    return actor.person or Person.objects.select_related("organisation").get(pk=actor.person_id)


def _parts(person: Person | None, values: dict[str, Any]) -> list[tuple[Person, str]]:
    parts: list[tuple[Person, str]] = [(person, Participant.Part.REQUESTER)] if person else []
    if affected := values.get("affected"):
        parts.append((affected, Participant.Part.AFFECTED))
    return parts


CLASSIFYING = frozenset({"service", "category", "standard"})


@transaction.atomic
def revise(actor: Actor, number: str, **values: Any) -> Record:
    """Change fields of the description or the classification (PR9.A1.2). Another service may bring another promise. A
    request that turns out to be a standard one is ordered thereby: approval and steps follow. Raises Invalid.
    """
    record = history.lock(actor, number, *DESK)
    require(actor, record.declared.may.revise, record)
    _editable(record, values)
    if values.get("external_ref", record.item.external_ref) != record.item.external_ref:
        restored = any(entry.origin != "live" for entry in in_order(record))
        rules.its_number_elsewhere_stays(record.item, restored, values["external_ref"])
    before = getattr(record.item, "standard", "")
    standard = values.get("standard", before)
    if standard != before:
        rules.nothing_of_its_order_stands(label_of(ORDERS, before), bool(before) and _stands(record, before))
        rules.it_is_on_offer(not standard or standard in catalogue.codes(actor, staff=True))
    if {"custom", "category", "standard"} & set(values):
        given = {**record.item.custom, **(values.get("custom") or {})}
        values["custom"] = custom.clean(
            values.get("category", record.item.category), given, actor, standard, record.item.custom
        )
    facts: list[Fact] = [Classified() if CLASSIFYING & set(values) else Revised()]
    if standard and standard != before:
        facts.append(Ordered(request=standard))
    service, home = values.get("service", record.service), record.organisation
    if service != record.service or standard != before:
        why = _("by service") if service != record.service else _("by standard request")
        promise = catalogue.promise(record.kind, record.rank, service, home, standard, why)
        facts += [promise] if promise else []
    if "title" in values and record.item.title_made:
        values["title_made"] = False
    parts = _parts(values.get("requester"), values)
    if requester := values.get("requester"):
        values["organisation"] = requester.organisation
        if requester.organisation_id != record.organisation_id:
            values["tags"] = tags.moved(record, requester.organisation)
    settled.write(actor, record, *facts, set=values, parts=parts)
    return record


def _stands(record: Record, standard: str) -> bool:
    """Whether approval of it is asked or given, or steps of this standard request are on it."""
    asked = any(each.state in (Round.State.OPEN, Round.State.APPROVED) for each in rounds.rounds(record))
    return asked or any(step.workflow == standard for step in steps.steps(record))


def _editable(record: Record, values: dict[str, Any]) -> None:
    """Each field may be revised in the record's state. Raises Invalid with the field's name."""
    fields = record.declared.by_name
    state = record.declared.flow.by_state[record.state].label
    wrong = {
        name: _("This cannot be changed while the record is “%(state)s”.") % {"state": state}
        for name in values
        if name != "custom" and (name not in fields or not fields[name].edit(record.state))
    }
    if wrong:
        raise Invalid(wrong)


@transaction.atomic
def follow_up(actor: Actor, number: str, *, details: str) -> Record:
    """A new record for a closed one that came back after the time of reopening. It keeps requester, service and class
    (PR9.S6).
    """
    old = history.lock(actor, number, *DESK)
    require(actor, "incidents.confirm", old)
    item = old.item
    made = register(
        actor,
        old.declared,
        title=old.title,
        requester=item.requester,
        service=old.service,
        of=old.number,
        details=details,
        **{name: getattr(item, name) for name in ("category", "location", "impact", "urgency")},
    )
    links.join(actor, made, old, "follows_up")
    history.write(actor, old, FollowUp(of=made.number))
    return made
