"""The rules of satisfaction: who is asked, who answers, and when a survey may begin or a follow-up end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from fettle.edges.pages import wording
from fettle.facilities.tasks import queries as steps
from fettle.kernel.errors import Invalid, Refusal


def in_the_sample(number: str, rule: str, share: int) -> bool:
    """Whether a record falls into the share, in per cent, of those that are asked about. Always the same for the same
    record: nobody is drawn twice.
    """
    return int.from_bytes(sha256(f"{rule}:{number}".encode()).digest()[:4]) % 100 < share


def nobody_rates_own_work(person: int, workers: Collection[int | None]) -> bool:
    """Whether somebody may rate a record that these people worked on (PR7.A3.2)."""
    return person not in workers


def they_did_not_work_on_it(person: int | None, workers: Collection[int | None]) -> None:
    """The same for who was asked before they worked on it (PR7.A3.2). Raises Refusal."""
    if person is not None and not nobody_rates_own_work(person, workers):
        raise Refusal(_("You worked on this yourself: others rate it."), rule="they_did_not_work_on_it")


def they_were_asked(found: Any) -> None:
    """Only who was asked answers. Raises Refusal."""
    if found is None or found.state not in ("asked", "answered"):
        raise Refusal(_("You were not asked for a rating of this."), rule="they_were_asked")


def they_answer_once(found: Any, at: datetime | None) -> None:
    """An answer stands. Raises Refusal."""
    if found.state == "answered":
        when = wording.day(at) if at else ""
        raise Refusal(_("You answered this on %(day)s. Thank you.") % {"day": when}, rule="they_answer_once")


def it_is_not_too_late(until: datetime | None, now: datetime) -> None:
    """Nobody answers after the time for it, and nobody is reminded of it. Raises Refusal."""
    if until is not None and until <= now:
        raise Refusal(_("The time to answer this is over."), rule="it_is_not_too_late")


def the_survey_runs(record: Any) -> None:
    """Raises Refusal."""
    if not record.is_open:
        raise Refusal(_("The survey is over: nobody answers it any more."), rule="the_survey_runs")


def something_is_asked(questions: Sequence[Any]) -> None:
    """Raises Invalid."""
    if not questions:
        raise Invalid({"questions": _("Write at least one question, or choose a template.")})


def somebody_is_asked(people: Sequence[Any]) -> None:
    """Raises Invalid."""
    if not people:
        raise Invalid(
            {"reach": _("Nobody with an e-mail address is meant: choose others, or name people by their address.")}
        )


def mail_leaves(reason: str) -> None:
    """Who could not be reached is not asked. Raises Refusal."""
    if reason:
        raise Refusal(_("No mail leaves this installation: set up the mail server first."), rule="mail_leaves")


def it_is_still_to_come(day: date, today: date) -> None:
    """Raises Invalid."""
    if day < today:
        raise Invalid({"ends_on": _("This day has passed: give one that is still to come.")})


def somebody_is_left(people: Sequence[Any]) -> None:
    """Raises Refusal."""
    if not people:
        raise Refusal(_("Everybody has answered: there is nobody to remind."), rule="somebody_is_left")


def its_steps_are_done(item: Any) -> None:
    """What was agreed is done before a follow-up is settled (PR7.A3.3)."""
    left = steps.open_titles(item.record)
    if left:
        raise Refusal(
            _("This is still to be done: %(names)s. Do it, or leave it out with a reason.")
            % {"names": "; ".join(left[:5])},
            rule="its_steps_are_done",
        )


def it_is_not_over(record: Any) -> None:
    """Raises Refusal."""
    if not record.is_open:
        raise Refusal(_("%(number)s is over: it stays as it is.") % {"number": record.number}, rule="state")
