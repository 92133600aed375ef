"""Tagging records, and keeping the tags themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from fettle.facilities.tags import queries, rules
from fettle.facilities.tags.definitions import HANDLING, MANAGE
from fettle.facilities.tags.facts import Tagged
from fettle.facilities.tags.models import Tag
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require, tops
from fettle.kernel.errors import Invalid
from fettle.kernel.history import write as history
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.kernel.settings import territory
from fettle.kernel.settings.actions import register
from fettle.kernel.settings.facts import RegisterChanged
from fettle.kernel.settings.read import current

COLUMNS = ("name", "colour", "retired")
Names = Iterable[str] | str
"""A list, or one text parted at commas."""


@transaction.atomic
def tag(actor: Actor, number: str, *, add: Names = (), remove: Names = ()) -> Record:
    """Put tags on a record and take others off, by their names. What is there already, or not, changes nothing. Raises
    NotSeen, Forbidden, Invalid, Refusal.
    """
    record = history.lock(actor, number)
    rules.the_reader_knows_its_tags(actor, record)
    require(actor, record.declared.may.revise, record)
    before = {each.pk: each for each in queries.on(record)}
    gone = {name.lower() for name in _listed(remove)}
    kept = [pk for pk, each in before.items() if each.name.lower() not in gone]
    wanted = _wanted(actor, record, _tidied(add))
    new = sorted({*kept, *(each.pk for each in wanted)})
    if set(new) != set(before):
        if len(new) > len(before):
            rules.not_too_many_on_one(new, current()[HANDLING.key]["most_on_record"])
        history.write(actor, record, Tagged(), set={"tags": new}, wakes=False)
    return record


def joined(record: Record, target: Record) -> list[int]:
    """The tags of a record that goes on in another one, with those that are there: as far as they may stand there."""
    return sorted({*target.tags, *moved(record, target.organisation)})


def moved(record: Record, organisation: Organisation) -> list[int]:
    """What stays of a record's tags when it comes to another organisation: what may stand there. Of one that was merged
    that is the one in which it goes on.
    """
    borne = [tag.pk for tag in queries.on(record)]
    return sorted(queries.fitting(organisation).filter(pk__in=borne).values_list("pk", flat=True)) if borne else []


@transaction.atomic
def make(actor: Actor, *, organisation: Organisation, name: str, colour: str = "") -> Tag:
    """A new tag. Raises Forbidden, Invalid, Refusal."""
    territory.require_in(actor, organisation, MANAGE)
    return _make(actor, organisation, rules.a_name_is_short_and_whole(name), rules.a_colour_is_one_of_ours(colour))


@transaction.atomic
def change(actor: Actor, tag: Tag, **values: Any) -> Tag:
    """Rename it, give it another colour, retire it or take it up again."""
    tag = _held(actor, tag)
    if "name" in values:
        values["name"] = rules.a_name_is_short_and_whole(values["name"])
        _one_after_the_other(tag.organisation)
        rules.a_name_is_given_once(tag.organisation, values["name"], tag)
    if "colour" in values:
        rules.a_colour_is_one_of_ours(values["colour"])
    before = {name: getattr(tag, name) for name in COLUMNS}
    changed = {name: values[name] for name in COLUMNS if name in values and values[name] != before[name]}
    if changed:
        for name, value in changed.items():
            setattr(tag, name, value)
        tag.save(update_fields=sorted(changed))
        _tell(actor, tag, "changed", {name: before[name] for name in changed}, changed)
    return tag


@transaction.atomic
def merge(actor: Actor, tag: Tag, into: Tag) -> Tag:
    """One tag goes on in another: whatever bears it, bears that one from now on. No record is touched. Returns the
    other.
    """
    first, second = sorted((tag, into), key=lambda each: each.pk)
    held = {each.pk: _held(actor, each) for each in (first, second)}
    tag, into = held[tag.pk], held[into.pk]
    rules.the_two_are_of_one_organisation(tag, into)
    Tag.objects.filter(into=tag).update(into=into)
    Tag.objects.filter(pk=tag.pk).update(into=into)
    _tell(actor, tag, "merged", {"name": tag.name}, {"name": into.name})
    return into


def _listed(names: Names) -> list[str]:
    parts = names.split(",") if isinstance(names, str) else list(names)
    return [part.strip() for part in parts if not isinstance(part, str) or part.strip()]


def _tidied(names: Names) -> list[str]:
    """Raises Invalid, beside what was asked for."""
    try:
        return [rules.a_name_is_short_and_whole(name) for name in _listed(names)]
    except Invalid as problem:
        raise Invalid({"add": problem.errors["name"]}) from None


def _wanted(actor: Actor, record: Record, names: list[str]) -> list[Tag]:
    """The tags of these names that fit the record, made where there are none. Two who make the same one at the same
    moment wait for each other, and the second takes that of the first.
    """
    there = queries.by_name(record) if names else {}
    if missing := [name for name in names if name.lower() not in there]:
        allowed = current()[HANDLING.key]["make"] or may(actor, MANAGE, record)
        rules.new_ones_may_be_made(allowed, missing)
        home = _home(actor, record)
        _one_after_the_other(home)
        there = queries.by_name(record)
        for name in missing:
            if name.lower() not in there:
                there[name.lower()] = _make(actor, home, name, "")
    found = [there[name.lower()] for name in names]
    rules.none_is_retired(found)
    return found


def _home(actor: Actor, record: Record) -> Organisation:
    """Where a tag belongs that is made while tagging: to the topmost organisation for which the actor changes such
    records, so that one desk has one set of tags.
    """
    reach = [path for path in tops(actor, record.declared.may.revise) if record.organisation.path.startswith(path)]
    if not reach:
        return record.organisation
    lineage = [int(part) for part in record.organisation.path.split("/") if part]
    above = Organisation.objects.filter(pk__in=lineage, path__startswith=min(reach, key=len)).order_by("path")
    return above.first() or record.organisation


def _one_after_the_other(organisation: Organisation) -> None:
    """Until the transaction ends nobody else gives a tag of this organisation a name."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('tags'), %s)", [organisation.pk % 2**31])


def _make(actor: Actor, organisation: Organisation, name: str, colour: str) -> Tag:
    """Two who make the same one at the same moment wait for each other: the second is told that it is there."""
    _one_after_the_other(organisation)
    rules.a_name_is_given_once(organisation, name)
    rules.there_is_room_for_another(organisation, current()[HANDLING.key]["most"])
    made = Tag.objects.create(organisation=organisation, name=name, colour=colour, made_by_id=actor.person_id)
    _tell(actor, made, "added", None, {"name": name, "colour": colour})
    return made


def _held(actor: Actor, tag: Tag) -> Tag:
    """Raises Forbidden, NotSeen."""
    row = Tag.objects.select_related("organisation").select_for_update(of=("self",)).get(pk=tag.pk)
    territory.require_in(actor, row.organisation, MANAGE)
    return row


def _tell(actor: Actor, tag: Tag, what: str, before: Any, after: Any) -> None:
    register(actor, RegisterChanged(f"tag:{tag.pk}", tag.name, what, before, after))
