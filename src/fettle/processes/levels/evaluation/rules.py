"""The rules of evaluations. Each refuses with a sentence."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from fettle.kernel.errors import Invalid, Refusal
from fettle.processes.levels.evaluation.judging import Row
from fettle.processes.levels.evaluation.spans import Span


def the_period_is_over(span: Span, today: date) -> None:
    """What is still running is not confirmed (PR2.A2.2, PR2.A3.2). ``today`` is the provider's. Raises Invalid."""
    if span.end > today:
        raise Invalid({"period": _("%(period)s is not over yet: give one that is.") % {"period": span.words}})


def it_held_in_the_period(held: bool, span: Span) -> None:
    """Raises Invalid."""
    if not held:
        sentence = _("The agreement was not in force in %(period)s: give another period.")
        raise Invalid({"period": sentence % {"period": span.words}})


def everything_is_counted(waiting: int) -> None:
    """Records that changed just now are counted first."""
    if waiting:
        raise Refusal(
            _("%(count)s records changed just now and are still being counted: try again in some minutes.")
            % {"count": waiting},
            rule="everything_is_counted",
        )


def anew_only_with_a_reason(before: bool, reason: str) -> None:
    """What somebody confirmed stays; evaluated anew it says why. Raises Invalid."""
    if before and not reason.strip():
        raise Invalid({"reason": _("This period was evaluated before: say why it is evaluated anew.")})


def something_is_promised(rows: Collection[Row]) -> None:
    """An agreement without targets is neither kept nor missed."""
    if not rows:
        raise Refusal(_("No target is promised in this period: there is nothing to confirm."), rule="it_promises")


def it_is_entered_by_hand(code: str, rows: Collection[Row]) -> None:
    """Times are counted from records; only what no record says is entered. Raises Invalid."""
    known = [row.code for row in rows if row.target.get("clock") is None and row.because != "elsewhen"]
    if code not in known:
        if not known:
            raise Invalid({"target": _("Nothing is promised in this period whose value is entered by hand.")})
        raise Invalid({"target": _("Give one of: %(names)s.") % {"names": ", ".join(known)}})


def it_is_possible(code: str, value: Decimal) -> None:
    """Raises Invalid."""
    if value < 0 or (code == "availability" and value > 100):
        raise Invalid({"value": _("Give a number from 0; of an availability at most 100.")})
