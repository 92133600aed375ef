"""The rules of steps."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from fettle.facilities.tasks.models import Step
from fettle.kernel.errors import Refusal
from fettle.kernel.records.models import Record


def record_is_open(record: Record) -> None:
    """Nothing is to be done on what is over."""
    if not record.is_open:
        raise Refusal(_("%(number)s is over: reopen it first.") % {"number": record.number}, rule="record_is_open")


def somebody_owns_it(record: Record, person: Any, team: Any) -> None:
    """Each step has an owner, or falls to those who work on the record."""
    if person is None and team is None and record.team_id is None and record.assignee_id is None:
        raise Refusal(
            _("This step has no owner: name a person or a team, or assign %(number)s first.")
            % {"number": record.number},
            rule="somebody_owns_it",
        )


def it_was_not_laid_out_before(label: str, before: bool) -> None:
    """The steps of a workflow are laid out once on a record."""
    if before:
        raise Refusal(
            _("The steps of “%(label)s” are laid out already: go on with them.") % {"label": label},
            rule="it_was_not_laid_out_before",
        )


def it_is_theirs(mine: bool, may_work: bool) -> None:
    """A step is done by its owner, or by whoever may work on the record."""
    if not (mine or may_work):
        raise Refusal(_("This step is somebody else's: ask them, or have it given to you."), rule="it_is_theirs")


def it_is(step: Step, *states: str) -> None:
    """The step is in one of these states."""
    if step.state in states:
        return
    sentence = (
        _("“%(title)s” is still to be done.")
        if step.state == Step.State.OPEN
        else _("“%(title)s” is done or left out already: open it again to change that.")
    )
    raise Refusal(sentence % {"title": step.title}, rule="it_is")


def the_one_before_is_over(step: Step, before: Step | None) -> None:
    """A step that waits is done after the one before."""
    if step.waits and before is not None and before.state == Step.State.OPEN:
        raise Refusal(
            _("“%(title)s” waits for “%(before)s”: do that first, or leave it out with a reason.")
            % {"title": step.title, "before": before.title},
            rule="the_one_before_is_over",
        )


def no_step_is_open(record: Record, titles: Collection[str]) -> None:
    """What is solved has no step left to do."""
    if titles:
        named = ", ".join(f"“{title}”" for title in list(titles)[:3])
        raise Refusal(
            _("Steps of %(number)s are still open: %(titles)s. Do them, or leave them out with a reason.")
            % {"number": record.number, "titles": named + (" …" if len(titles) > 3 else "")},
            rule="no_step_is_open",
        )
