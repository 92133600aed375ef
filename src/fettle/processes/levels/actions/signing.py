"""From the draft to what is in force: negotiating, signing, the next version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fettle.facilities.discussion.models import Attachment
from fettle.facilities.risks import actions as risks
from fettle.facilities.risks.records import RISK
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.offers import allow
from fettle.kernel.access.read import RESTRICTED
from fettle.kernel.errors import Invalid
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.settings.read import current
from fettle.processes.customers.queries import signatories
from fettle.processes.levels import facts, overlaps, rules
from fettle.processes.levels.actions.writing import plan_review
from fettle.processes.levels.definitions import KEEPING
from fettle.processes.levels.feasible import judging, watching
from fettle.processes.levels.models import AgreementVersion, Cover, Signature
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.standing import newest_draft, sides

LOCK = "select pg_advisory_xact_lock(hashtext('levels'), hashtext('agreements'))"
SIDE = Signature.Side
NAMED = Participant.Part.NAMED
MOST_LACKING = 20
"""So many lines of what is not possible are kept."""


@transaction.atomic
def negotiate(actor: Actor, number: str) -> Record:
    """Begin to negotiate what is written (PR2.A2.1)."""
    record, verb = _allowed(actor, number, "negotiate")
    people = wanted(record)
    fact = facts.Negotiated(record.item.draft, people=keys(people))
    history.write(actor, record, fact, set={"state": verb.target}, parts=[(person, NAMED) for person in people])
    return record


@transaction.atomic
def rework(actor: Actor, number: str, *, reason: str) -> Record:
    """Back to draft. Where somebody signed already the next version takes its place, so that no signature stands under
    what was changed after it.
    """
    record, verb = _allowed(actor, number, "rework")
    was = record.item.draft
    version = newest_draft(record.item)
    if version is not None and Signature.objects.filter(version=version).exists():
        _copy(record, version, was + 1)
        was += 1
    return _write(actor, record, facts.Reworked(record.item.draft, reason=reason), state=verb.target, draft=was)


@transaction.atomic
def sign(actor: Actor, number: str, *, function: str, override: str | None = None) -> Record:
    """Sign for us, as the person who is signed in (PR2.A2.1). Raises Refusal where what is agreed below an SLA does not
    suffice for it and nobody says why it is signed all the same (``override``); that is noted as a risk.
    """
    record, _verb = _allowed(actor, number, "sign")
    name = actor.person.name if actor.person else actor.label
    version = record.item.versions.get(version=record.item.draft)
    lines = _accepted(actor, record, version, override or "")
    told = [facts.Overridden(version.version, reason=version.accepted, lacking=lines)] if lines else []
    _signed(actor, record, SIDE.OURS, str(name), function, timezone.localdate(), also=told)
    if lines:
        _note_risk(actor, record, version, lines, _("Signed all the same: %(reason)s"))
    return record


@transaction.atomic
def countersign(
    actor: Actor, number: str, *, name: str, function: str, signed_on: date, file: Attachment | None = None
) -> Record:
    """Record that the other party signed, and who did so for it (PR2.A2.1). Raises Invalid, Refusal."""
    record, _verb = _allowed(actor, number, "countersign")
    rules.it_was_signed_by_today(timezone.localdate(), signed_on)
    for field, value in (("name", name), ("function", function)):
        if not value.strip():
            raise Invalid({field: _("Give a value.")})
    return _signed(actor, record, SIDE.THEIRS, name.strip(), function.strip(), signed_on, file)


@transaction.atomic
def put_in_force(actor: Actor, number: str, *, override: str | None = None) -> Record:
    """Both signed: it holds from the first day of its validity. Raises Refusal where another agreement covers the same
    for the same party at the same time, and where less suffices below an SLA than was accepted when it was signed and
    nobody says why it is put in force all the same (``override``).
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    record, verb = _allowed(actor, number, "put_in_force")
    version = newest_draft(record.item)
    if version is None or version.valid_from is None:
        raise LookupError(number)
    rules.it_overlaps_with_none(overlaps.found(record, version))
    lines = _accepted(actor, record, version, override or "")
    AgreementVersion.objects.filter(pk=version.pk).update(agreed_at=timezone.now())
    until = version.valid_until.isoformat() if version.valid_until else ""
    days: dict[str, Any] = {"valid_from": version.valid_from.isoformat(), "valid_until": until}
    theirs = wanted(record)
    told: list[Fact] = [facts.PutInForce(version.version, **days, people=keys(theirs))]
    months = current()[KEEPING.key]["review_months"]
    if lines:
        told.append(facts.Overridden(version.version, reason=version.accepted, lacking=lines))
    if (duty := plan_review(record, max(version.valid_from, timezone.localdate()), months)) is not None:
        told.append(duty)
    item = record.item
    first = min(item.valid_from, version.valid_from) if item.latest and item.valid_from else version.valid_from
    days = {"valid_from": first, "valid_until": version.valid_until, "notice_on": None}
    days["accepted"] = version.accepted
    _write(actor, record, *told, theirs=theirs, state=verb.target, latest=version.version, draft=None, **days)
    if lines:
        _note_risk(actor, record, version, lines, _("Put in force all the same: %(reason)s"))
    return record


def _accepted(actor: Actor, record: Record, version: AgreementVersion, reason: str) -> list[str]:
    """Keep with an SLA's version why it is agreed though what is agreed below does not suffice, and what was lacking;
    what is possible by now needs no reason any more. The lines that are accepted anew: none where what was accepted
    stands. Raises Refusal.
    """
    if record.item.type != "sla":
        return []
    judgement = judging.before_signing(actor, version)
    lacking = judgement.lacking
    lines = judgement.lines if not version.accepted or judging.more_than(version.lacking, lacking) else []
    rules.what_is_agreed_below_suffices(lines, reason)
    if lines:
        version.accepted, version.lacking = reason.strip(), lacking
    elif not lacking and "unknown" not in map(judgement.answers.get, version.lacking):
        version.accepted, version.lacking = "", {}
    watching.note(version, judgement)
    version.save(update_fields=["accepted", "lacking", *watching.LOOKED])
    return lines[:MOST_LACKING]


@transaction.atomic
def begin_version(actor: Actor, number: str, *, reason: str) -> Record:
    """The next version begins with what is in force, from the day after its validity (PR2.A2.4, PR2.A3.4)."""
    record, _verb = _allowed(actor, number, "begin_version")
    versions = record.item.versions
    held, made = versions.get(version=record.item.latest), versions.latest("version").version + 1
    _copy(record, held, made, valid_from=None, valid_until=None)
    return _write(actor, record, facts.VersionBegun(made, reason=reason), draft=made)


def _copy(record: Record, of: AgreementVersion, made: int, **other: Any) -> None:
    same = {
        name: getattr(of, name) for name in ("targets", "promises", "excluded", "valid_from", "valid_until")
    } | other
    version = AgreementVersion.objects.create(agreement=record.item, version=made, calendar=of.calendar, **same)
    rows = Cover.objects.filter(version=of).order_by("pk")
    Cover.objects.bulk_create(Cover(version=version, service=row.service, component=row.component) for row in rows)


def _note_risk(actor: Actor, record: Record, version: AgreementVersion, lacking: list[str], put: str) -> None:
    """By the house for whoever signs or puts in force: they need not hold the right to note risks, and do not accept
    this one themselves. A version has one risk: what is accepted later is written down there.
    """
    may = (AGREEMENT.may.see, RISK.may.see, RISK.may.revise, "risks.note", RESTRICTED)
    house = Actor.house(gettext_noop("agreements"), *may).behalf(actor.person)
    said = "\n".join([*lacking, "", put % {"reason": version.accepted}])
    if version.risk is not None:
        was = version.risk.item.description
        risks.revise(house, version.risk.number, description=f"{was}\n\n{said}")
        return
    named = {"number": record.number, "version": version.version}
    title = _("%(number)s, version %(version)s: what is agreed below does not suffice") % named
    version.risk = risks.note(house, about=record, title=title, description=said)
    version.save(update_fields=["risk"])


def _signed(
    actor: Actor,
    record: Record,
    side: str,
    name: str,
    function: str,
    on: date,
    file: Attachment | None = None,
    also: Sequence[Fact] = (),
) -> Record:
    version = record.item.versions.get(version=record.item.draft)
    signer = actor.person if side == SIDE.OURS else None
    Signature.objects.create(
        version=version, side=side, person=signer, name=name, function=function, signed_on=on, file=file
    )
    asked = wanted(record) if side == SIDE.OURS and SIDE.THEIRS not in sides(record.item) else []
    people = keys(asked)
    said = {"side": side, "signer": name, "function": function, "signed_on": on.isoformat()}
    fact = facts.Signed(record.item.draft, **said, people=people)
    history.write(actor, record, fact, *also, parts=[(person, NAMED) for person in asked])
    return record


def keys(people: Sequence[Person]) -> tuple[int, ...]:
    return tuple(person.pk for person in people)


def wanted(record: Record) -> list[Person]:
    """Whose signature is wanted on the other side: of an SLA, those who sign for the customer. They read it then."""
    return signatories(record.organisation) if record.item.type == "sla" else []


def _allowed(actor: Actor, number: str, name: str) -> tuple[Record, Any]:
    record = history.lock(actor, number, AGREEMENT)
    return record, allow(actor, record, name)


def _write(actor: Actor, record: Record, *told: Fact, theirs: Sequence[Person] = (), **values: Any) -> Record:
    """``theirs``: people of the other side who read it from now on."""
    history.write(actor, record, *told, set=values, parts=[(person, NAMED) for person in theirs])
    return record
