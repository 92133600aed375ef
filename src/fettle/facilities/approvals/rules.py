"""The rules of approval."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from fettle.facilities.approvals.definitions import is_done
from fettle.facilities.approvals.models import Round, Seat
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.records.models import Record


def record_is_open(record: Record) -> None:
    """Nobody is asked about what is over."""
    if not record.is_open:
        raise Refusal(
            _("%(number)s is over: there is nothing to approve any more.") % {"number": record.number},
            rule="record_is_open",
        )


def record_is_not_done(record: Record) -> None:
    """Nobody is asked afterwards whether something may be done, and nobody decides it then."""
    if is_done(record):
        state = record.declared.flow.by_state[record.state].label
        raise Refusal(
            _("%(number)s is “%(state)s”: there is nothing to approve any more. Is it to go on? Then reopen it first.")
            % {"number": record.number, "state": state},
            rule="record_is_not_done",
        )


def no_approval_is_open(record: Record) -> None:
    """What somebody was asked to approve is not done before they have answered. Asking is written on the record, so one
    that was only just made waits for nobody.
    """
    if record.version > 1 and any(each.state == Round.State.OPEN for each in record.approval_rounds.all()):
        raise Refusal(
            _("Approval of %(number)s is asked for and not decided: wait for the decision, or withdraw it first.")
            % {"number": record.number},
            rule="no_approval_is_open",
        )


def it_is_asked_by_its_verb(record: Record, verb: str) -> None:
    """Where asking is a step of the workflow, with rules of its own, it is asked by that step."""
    if verb:
        label = record.declared.flow.by_verb[verb].label
        raise Refusal(
            _("Approval of %(number)s is asked by “%(verb)s” on its page.") % {"number": record.number, "verb": label},
            rule="it_is_asked_by_its_verb",
        )


def one_round_at_a_time(record: Record, open_round: Round | None) -> None:
    """A record waits for one approval at a time."""
    if open_round is not None:
        raise Refusal(
            _("Approval of %(number)s is asked for already: wait for it, or withdraw it first.")
            % {"number": record.number},
            rule="one_round_at_a_time",
        )


def somebody_else_decides(step: int, left: Collection[int], named: Collection[int]) -> None:
    """The approver is neither the requester, nor the person affected, nor whoever asks: a step that would ask nobody
    else cannot be asked.
    """
    if left:
        return
    if named:
        sentence = _(
            "Step %(step)s would ask only people whom the record is for, or who ask for the approval: "
            "nobody approves what is their own. Name somebody else."
        )
    else:
        sentence = _("Step %(step)s asks nobody who is here: choose another policy, or name people.")
    raise Refusal(sentence % {"step": step}, rule="somebody_else_decides")


def there_are_enough(step: int, needed: int, there: int) -> None:
    """As many people are asked as have to approve."""
    if needed > there:
        raise Refusal(
            _("Step %(step)s needs %(needed)s approvals and can ask only %(there)s people: name more, or need fewer.")
            % {"step": step, "needed": needed, "there": there},
            rule="there_are_enough",
        )


def approver_is_not_the_requester(who: int | None, barred: Collection[int]) -> None:
    """Nobody approves what is for themselves or what they asked for, in their own name or for somebody else."""
    if who in barred:
        raise Refusal(
            _("The record is for you, or you asked for this approval: somebody else has to decide."),
            rule="approver_is_not_the_requester",
        )


def the_outcome_stands(found: Round, last: Any) -> None:
    """A round that ended stays as it ended. ``last`` is the decision that brought the end."""
    if found.state == Round.State.OPEN:
        return
    raise Refusal(ended(found, last), rule="the_outcome_stands")


def ended(found: Round, last: Any) -> str:
    """Who decided when, as a sentence; "" while the round is open."""
    at = _when(found.ended_at) if found.ended_at else ""
    if found.state == Round.State.WITHDRAWN:
        return _("This approval was withdrawn on %(at)s: there is nothing to decide any more.") % {"at": at}
    if last is None:
        return ""
    sentence = (
        _("%(name)s approved this on %(at)s: there is nothing to decide any more.")
        if found.state == Round.State.APPROVED
        else _("%(name)s refused this on %(at)s: there is nothing to decide any more.")
    )
    return sentence % {"name": last.person.name, "at": at}


def nobody_decides_twice(own: Any) -> None:
    """A person decides once in a step; who changes their mind asks for a new round. ``own`` is what they decided."""
    if own is not None:
        at = _when(own.at)
        raise Refusal(
            _("You decided this on %(at)s. Did you change your mind? Then ask for a new round.") % {"at": at},
            rule="nobody_decides_twice",
        )


def they_are_asked(seat: Seat | None) -> Seat:
    """Whoever is asked decides, or their delegate."""
    if seat is None:
        raise Refusal(_("You are not asked to decide this now."), rule="they_are_asked")
    return seat


def a_refusal_says_why(approves: bool, comment: str) -> None:
    """Raises Invalid."""
    if not approves and not comment.strip():
        raise Invalid({"comment": _("Say why you refuse, so that the others know what to change.")})


def it_is_the_round_that_was_shown(found: Round, shown: int | None) -> None:
    """Nobody decides on another asking than the one they read."""
    if shown is not None and shown != found.pk:
        raise Refusal(
            _("Approval was asked anew since you opened this: look at it again."), rule="it_is_the_round_that_was_shown"
        )


def _when(moment: datetime) -> str:
    """`24 Nov 2025, 08:02`, as everywhere on the screens."""
    at = timezone.localtime(moment)
    day = date_format(at, pgettext("a day as a Django date format", "j M Y"))
    time = date_format(at, pgettext("a time of day as a Django date format", "H:i"))
    return _("%(day)s, %(time)s") % {"day": day, "time": time}
