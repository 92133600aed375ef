"""The rules of articles."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from fettle.kernel.errors import Refusal
from fettle.kernel.records.values import EVERYONE


def it_is_solved(state: str, number: str) -> None:
    """An article is written of what was solved (PR9.A2). Raises Refusal."""
    if state not in ("resolved", "closed"):
        raise Refusal(
            _("%(number)s is not solved yet: solve it first, then write down how.") % {"number": number},
            rule="it_is_solved",
        )


def it_stands(record: Any) -> None:
    """A withdrawn article is not changed any more. Raises Refusal."""
    if record.declared.flow.by_state[record.state].final:
        raise Refusal(_("%(number)s is withdrawn: write a new article.") % {"number": record.number}, rule="it_stands")


def it_is_in_force(record: Any, held: bool) -> None:
    """Work and answers rest on what was approved. Raises Refusal."""
    if not held:
        raise Refusal(
            _("%(number)s is not in force: have it approved first.") % {"number": record.number}, rule="it_is_in_force"
        )


def they_may_read_it(record: Any) -> None:
    """What is for staff is not sent to the people we serve. Raises Refusal."""
    if record.item.audience != EVERYONE:
        raise Refusal(
            _("%(number)s is for staff only: write what they need to know in your own words.")
            % {"number": record.number},
            rule="they_may_read_it",
        )


def it_is_their_own(requester_id: int | None, person_id: int | None, is_open: bool) -> None:
    """Only the requester says that an article solved what they sent, and while it is not over. Raises Refusal."""
    if requester_id is None or requester_id != person_id:
        raise Refusal(_("Only whoever sent it can say so: leave this to them."), rule="it_is_their_own")
    if not is_open:
        raise Refusal(_("This is closed already: nothing is left to do."), rule="it_is_their_own")
