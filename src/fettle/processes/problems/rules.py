"""The rules of problems and known errors. Each refuses with a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from fettle.facilities.tasks import queries as steps
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.errors import Invalid, Refusal
from fettle.processes.problems.standing import current_known_errors

KEEPS = "problems.manage"
"""Whoever holds it answers for the process."""


def lowering_needs_a_reason(was: int, now: int, reason: str) -> None:
    """A problem becomes less urgent for a reason that can be read later (PR10.A2.3). Raises Invalid."""
    if now > was and not reason.strip():
        raise Invalid({"reason": _("Say why the priority is lowered.")})


def somebody_is_named(*whom: object) -> None:
    """Raises Invalid."""
    if not any(whom):
        raise Invalid({"team": _("Name a team or a person.")})


def it_is_escalated_to_somebody(*whom: object) -> None:
    """An escalation goes to somebody (PR10.A2.4). Raises Invalid."""
    if not any(whom):
        raise Invalid({"to": _("Say to whom it is escalated: a person, a team, or both.")})


def it_lies_ahead(moment: datetime | None, now: datetime) -> None:
    """Raises Invalid."""
    if moment is not None and moment <= now:
        raise Invalid({"due_at": _("This lies in the past: give a later time.")})


def it_is_not_over(record: Any) -> None:
    """What is closed or withdrawn stays as it was."""
    if not record.is_open:
        raise Refusal(_("%(number)s is over: reopen it to change it.") % {"number": record.number}, rule="state")


def there_is_a_way_round(item: Any) -> None:
    """A problem is a known error once a workaround is written down (PR10.3)."""
    if not current_known_errors(item.record):
        raise Refusal(
            _("No current known error with a workaround belongs to it: record one first."), rule="there_is_a_way_round"
        )


def the_cause_is_named(root_cause: str, removed: bool) -> None:
    """Who has removed a cause can say which. Raises Invalid."""
    if removed and not root_cause.strip():
        raise Invalid({"root_cause": _("Say what the cause was that is removed.")})


def they_own_it_or_keep_the_process(actor: Actor, record: Any) -> None:
    """Whoever merely recorded a problem does not close it (PR10.A2.6)."""
    owns = actor.person_id is not None and record.assignee_id == actor.person_id
    if not owns and not may(actor, KEEPS, record):
        raise Refusal(
            _("Its owner closes it, or the problem manager: ask one of them."),
            rule="they_own_it_or_keep_the_process",
        )


def its_steps_are_done(item: Any) -> None:
    """What is still to be done for it is done before it is closed (PR10.A2.6)."""
    if left := steps.open_titles(item.record):
        raise Refusal(
            _("This is still to be done: %(names)s. Do it, or leave it out with a reason.")
            % {"names": "; ".join(left[:5])},
            rule="its_steps_are_done",
        )


def it_is_a_problem_still(problem: Any) -> None:
    """A known error belongs to a problem that is there (PR10.A3.1). Raises Invalid."""
    if not problem.is_open:
        raise Invalid({"problem": _("%(number)s is over: reopen it first.") % {"number": problem.number}})


def it_holds(record: Any) -> None:
    """What was solved or removed is changed when it is brought back. Raises Refusal."""
    if record.state != "current":
        raise Refusal(
            _("%(number)s is offered no more: bring it back first.") % {"number": record.number}, rule="it_holds"
        )


def users_are_told_something(record: Any) -> None:
    """What is for staff is not sent to the people we serve. Raises Refusal."""
    if not record.item.for_users:
        raise Refusal(
            _("%(number)s has no workaround for users: write to them in your own words.") % {"number": record.number},
            rule="users_are_told_something",
        )


def some_are_named(numbers: Sequence[str], most: int) -> None:
    """Raises Invalid."""
    if not numbers:
        raise Invalid({"incidents": _("Give at least one number, such as INC-000123.")})
    if len(numbers) > most:
        raise Invalid({"incidents": _("At most %(count)s at once: give fewer.") % {"count": most}})


def some_are_open(count: int) -> None:
    """Raises Refusal."""
    if not count:
        raise Refusal(_("No open incident or request is linked to it: nobody would read this."), rule="some_are_open")
