"""Which verbs a record offers to an actor now, and if not, why: the same answer for buttons and for REST."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require
from fettle.kernel.errors import Refusal
from fettle.kernel.records.models import Record
from fettle.kernel.workflow import Verb


@dataclass(frozen=True)
class Offer:
    """A verb the actor may take in this state; ``refusal`` says why not now, if a rule forbids it."""

    verb: Verb
    refusal: str = ""


def offers(actor: Actor, record: Record) -> list[Offer]:
    """The verbs that leave the record's state and that the actor may take, in declared order."""
    flow = record.declared.flow
    return [
        Offer(verb, refusal_of(actor, record, verb))
        for verb in flow.leaving(record.state)
        if may(actor, verb.may, record)
    ]


def refusal_of(actor: Actor, record: Record, verb: Verb) -> str:
    """The first rule's sentence, or nothing."""
    try:
        _by_the_rules(actor, record, verb)
    except Refusal as refusal:
        return str(refusal)
    return ""


def _by_the_rules(actor: Actor, record: Record, verb: Verb) -> None:
    """Those about the person first. Raises Refusal."""
    for whose in verb.whose:
        whose(actor, record)
    for rule in verb.needs:
        rule(record.item)


def allow(actor: Actor, record: Record, name: str) -> Verb:
    """The verb, if it may run now. Raises Forbidden (role), Refusal (state or rule); for a record that is already
    seen.
    """
    flow = record.declared.flow
    verb = flow.by_verb[name]
    require(actor, verb.may, record)
    if record.state not in verb.sources:
        state = flow.by_state[record.state].label
        raise Refusal(
            _("%(number)s is “%(state)s”: “%(verb)s” is not possible now.")
            % {"number": record.number, "state": state, "verb": verb.label},
            rule="state",
        )
    _by_the_rules(actor, record, verb)
    return verb
