"""What happens by itself after an order: approval is asked, then the steps are laid out. Runs again harmlessly."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fettle.facilities.approvals import actions as approvals
from fettle.facilities.approvals import facts
from fettle.facilities.approvals import queries as rounds
from fettle.facilities.approvals.models import Round
from fettle.facilities.tasks import actions as tasks
from fettle.facilities.tasks import queries as steps
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import RESTRICTED
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.history.reactions import Reaction
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions, custom
from fettle.processes.incidents.catalogue import queries
from fettle.processes.incidents.facts import Ordered
from fettle.processes.incidents.records import REQUEST
from fettle.processes.incidents.workflow import UNDONE

MAY = ("incidents.see", "incidents.work", "incidents.follow", RESTRICTED)


def fulfil(entry: Entry) -> None:
    """Ask for the approval that the catalogue wants; lay the steps out when there is none to wait for."""
    record = entry.record
    row = queries.row_of(record.item.standard) if record.kind == REQUEST.key else {}
    if not row or record.state not in UNDONE:
        return
    house = Actor.house(gettext_noop("Clockwork"), *MAY, caused_by=entry.pk)
    asked = _asked(record)
    if row["approval"] and not asked:
        _ask(house, record, row["approval"])
        return
    free = not row["approval"] or any(each.state == Round.State.APPROVED for each in asked)
    if free and row["code"] not in steps.laid_out(record):
        tasks.lay_out(house, record.number, workflow=row["code"], unowned=True)


def _asked(record: Record) -> list[Round]:
    """The rounds that are open or approved, and those that were asked since it was ordered, or ordered as another."""
    entries = Entry.objects.filter(record=record)
    ordered = entries.filter(facts__contains=[{"name": Ordered.name}]).order_by("-seq").first()
    later = entries.filter(seq__gt=ordered.seq if ordered else 0, fact=facts.Asked.name)
    ids = {number for entry in later for number in rounds.rounds_in(entry.facts)}
    standing = (Round.State.OPEN, Round.State.APPROVED)
    return [each for each in rounds.rounds(record) if each.pk in ids or each.state in standing]


def _ask(house: Actor, record: Record, policy: str) -> None:
    """Where nobody can be asked, staff read why on the record, and go on by hand."""
    try:
        approvals.ask(house, record.number, policy=policy, question=_in_words(record))
    except (Refusal, Invalid) as problem:
        sentence = _("The approval that the request catalogue wants could not be asked for: %(why)s")
        actions.note(house, record.number, text=sentence % {"why": problem})


def _in_words(record: Record) -> str:
    """What was ordered, for those who decide: they may not see all of the record."""
    return "\n".join([record.title, *(f"{label}: {text}" for label, text in custom.ordered(record))])


REACTIONS = (Reaction("incidents.fulfil_order", (Ordered.name, facts.Approved.name), fulfil),)
