"""Writes of articles. What is done with the text itself are actions of the facility for controlled texts."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fettle.facilities.documents import actions as texts
from fettle.facilities.links import actions as links
from fettle.facilities.links.facts import Linked
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require, require_in
from fettle.kernel.access.read import get
from fettle.kernel.errors import Refusal
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.models import Participant, Record
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.queries import DESK
from fettle.processes.knowledge import facts, queries, rules, tallies
from fettle.processes.knowledge.models import Tally
from fettle.processes.knowledge.records import ARTICLE

DOCUMENTED = "documented_by"
WORK = "incidents.work"


@transaction.atomic
def register(
    actor: Actor,
    *,
    organisation: Organisation | None = None,
    owner: Person | None = None,
    text: str = "",
    of: str = "",
    **values: Any,
) -> Record:
    """Begin an article, with its first draft where there is one, and with the solved record ``of`` which it is written
    (PR9.A2). Raises Forbidden, NotSeen, Refusal for a record that is not solved.
    """
    home = require_in(actor, ARTICLE.may.register, organisation)
    source = _solved(actor, of) if of else None
    writer = actor.person
    values |= {"owner": owner or writer, "assignee": writer}
    parts = [(each, Participant.Part.NAMED) for each in (owner, writer) if each]
    made = history.create(actor, ARTICLE, facts.Begun(), organisation=home, values=values, parts=parts)
    if text:
        texts.write(actor, made.number, text=text)
    if source:
        links.link(actor, made.number, source.number, "documents")
    return Record.objects.select_related("organisation").get(pk=made.pk)


def _solved(actor: Actor, number: str) -> Record:
    record = get(actor, number, *DESK)
    require(actor, WORK, record)
    rules.it_is_solved(record.state, record.number)
    return record


@transaction.atomic
def revise(actor: Actor, number: str, **values: Any) -> Record:
    """Change what the article is about and for whom, not its text. Raises Refusal for a withdrawn one."""
    record = history.lock(actor, number, ARTICLE)
    require(actor, ARTICLE.may.revise, record)
    rules.it_stands(record)
    parts = [(values["owner"], Participant.Part.NAMED)] if values.get("owner") else []
    history.write(actor, record, facts.Revised(), set=values, parts=parts)
    return record


@transaction.atomic
def use(actor: Actor, number: str, *, article: Record) -> Record:
    """Staff worked with an article on an incident or a request: counted once on each. Raises Refusal for a draft."""
    record = history.lock(actor, number, *DESK)
    require(actor, WORK, record)
    found = get(actor, article.number, ARTICLE)
    rules.it_is_in_force(found, queries.for_staff(actor).filter(pk=found.pk).exists())
    if links.join(actor, record, found, DOCUMENTED):
        history.write(actor, record, facts.Used(other=found.pk), _linked(found), wakes=False)
        tallies.add(found.pk, tallies.USED)
    return record


def _linked(article: Record) -> Linked:
    return Linked(other=article.pk, relation=DOCUMENTED)


@transaction.atomic
def send(actor: Actor, number: str, *, article: Record, text: str) -> Record:
    """Reply with an article that everybody may read; this is work with it, too."""
    found = get(actor, article.number, ARTICLE)
    rules.they_may_read_it(found)
    rules.it_is_in_force(found, queries.for_staff(actor).filter(pk=found.pk).exists())
    record = incidents.reply(actor, number, text=text)
    require(actor, WORK, record)
    if links.join(actor, record, found, DOCUMENTED):
        tallies.add(found.pk, tallies.USED)
    return record


def count(record: Record, what: str) -> None:
    """Once more today, of whatever is offered as an answer: a known error as well. ``what``: shown, helped, failed or
    used. In the transaction of the action that says so.
    """
    tallies.add(record.pk, Tally.What(what))


def shown(article: Record) -> None:
    """Somebody opened it in the portal."""
    tallies.add(article.pk, tallies.SHOWN)


@transaction.atomic
def helped(actor: Actor, number: str, *, of: str = "") -> Record:
    """An article answered the question. Of an open record of one's own it is the solution, and the record is closed
    with it; where that cannot be over yet, staff are told. Without one nothing was sent, and only the count tells of
    it. Raises NotSeen, Refusal.
    """
    require(actor, queries.SAYS)
    article = queries.read(actor, number)
    if not of:
        tallies.add(article.pk, tallies.HELPED)
        return article
    record = _own(actor, of)
    new = _told(actor, record, facts.Solved(other=article.pk), article, tallies.HELPED)
    try:
        with transaction.atomic():
            _close(actor, record, article)
    except Refusal:  # why it cannot be over yet is for staff to read: they hear that it is solved, and finish it
        if new:
            said = _("The article “%(title)s” (%(number)s) solved it.")
            said = said % {"title": article.title, "number": article.number}
            incidents.reply(actor, record.number, text=said)
    return article


def _close(actor: Actor, record: Record, article: Record) -> None:
    if record.state != "resolved":
        house = Actor.house(gettext_noop("knowledge"), "incidents.see", WORK).behalf(_person(actor))
        said = _("Solved by the requester with the article “%(title)s” (%(number)s).")
        said = said % {"title": article.title, "number": article.number}
        incidents.resolve(house, record.number, resolution=said, closure_code=CODE)
    if Record.objects.get(pk=record.pk).state == "resolved":
        incidents.confirm(actor, record.number)


CODE = "solved"
"""The closure code that every installation begins with."""


@transaction.atomic
def did_not_help(actor: Actor, number: str, *, of: str = "") -> Record:
    """An article did not answer the question. On a record of one's own this is noted, so that staff need not send it
    again.
    """
    require(actor, queries.SAYS)
    article = queries.read(actor, number)
    if of:
        _told(actor, _own(actor, of), facts.DidNotHelp(other=article.pk), article, tallies.FAILED)
    else:
        tallies.add(article.pk, tallies.FAILED)
    return article


@transaction.atomic
def note_unhelpful(actor: Actor, number: str, article: str) -> None:
    """Note on what was just sent that an article was read before and did not help; it was counted then."""
    found = queries.read(actor, article)
    _note(actor, _own(actor, number), facts.DidNotHelp(other=found.pk))


def _own(actor: Actor, number: str) -> Record:
    record = history.lock(actor, number, *DESK)
    rules.it_is_their_own(record.item.requester_id, actor.person_id, record.state not in ("closed", "withdrawn"))
    return record


def _told(actor: Actor, record: Record, fact: Fact, article: Record, what: str) -> bool:
    """Note it on the record, and count it, unless the record says so already: whether it is new."""
    new = _note(actor, record, fact, article if fact.name != facts.DidNotHelp.name else None)
    if new:
        tallies.add(article.pk, what)
    return new


def _note(actor: Actor, record: Record, fact: Any, article: Record | None = None) -> bool:
    """Whether it is new: said once of each article on a record. What helped is linked to it as well."""
    before = Entry.objects.filter(record=record, facts__contains=[{"name": fact.name, "data": {"other": fact.other}}])
    if before.exists():
        return False
    told: list[Fact] = [fact]
    if article is not None and links.join(actor, record, article, DOCUMENTED):
        told.append(_linked(article))
    history.write(actor, record, *told, wakes=False)
    return True


def _person(actor: Actor) -> Person | None:
    return actor.person or Person.objects.filter(pk=actor.person_id or 0).first()
