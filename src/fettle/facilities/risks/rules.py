"""The rules of risks. Each refuses with a sentence that says what is missing and how to mend it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from fettle.kernel.errors import Invalid, Refusal

ACCEPTING = "accept"
NOT_ABOUT = ("risk", "setting")


def it_has_an_owner(item: Any) -> None:
    """What is decided about a risk is somebody's to answer for."""
    if item.record.assignee_id is None:
        raise Refusal(_("Nobody owns this risk: name its owner first."), rule="it_has_an_owner")


def accepting_is_a_step(treatment: Any, before: str) -> None:
    """Nobody accepts a risk by the way: it is a step, by somebody else and for a time (0025). Raises Invalid."""
    if treatment == ACCEPTING and before != ACCEPTING:
        raise Invalid({"treatment": _("To accept it is a step of its own: use “Accept”, or choose another treatment.")})


def it_is_about_work(kind: str) -> None:
    """A risk is noted about what somebody works on, not about a setting or another risk. Raises Invalid."""
    if kind in NOT_ABOUT:
        raise Invalid({"about": _("A risk is not noted about a setting or another risk: name what it threatens.")})


def its_measures_are_done(item: Any) -> None:
    """A risk is treated when each of its measures is done, or left out with a reason (PR4.3, PR6.2)."""
    done, _slash, count = item.progress.partition("/")
    if done != count:
        raise Refusal(
            _("Measures are open (%(progress)s done): do them, or leave them out with a reason.")
            % {"progress": item.progress.replace("/", " / ")},
            rule="its_measures_are_done",
        )


def somebody_else_accepts(actor: int | None, identified_by: int | None) -> None:
    """Nobody accepts a risk that they noted themselves. Raises Refusal."""
    if actor is not None and actor == identified_by:
        raise Refusal(
            _("You noted this risk: ask somebody else who may accept risks to accept it."), rule="somebody_else_accepts"
        )


def it_is_accepted_for_a_time(until: date, today: date, longest_days: int) -> None:
    """An acceptance ends, after today and not later than is laid down. Raises Invalid."""
    if until <= today:
        raise Invalid({"until": _("Give a day after today.")})
    if until > today + timedelta(days=longest_days):
        last = (today + timedelta(days=longest_days)).isoformat()
        raise Invalid({"until": _("Risks are accepted until %(day)s at most: give an earlier day.") % {"day": last}})


def both_or_neither(likelihood: str, impact: str) -> None:
    """What remains is judged by both. Raises Invalid."""
    if bool(likelihood) != bool(impact):
        name = "residual_impact" if likelihood else "residual_likelihood"
        raise Invalid({name: _("Give likelihood and impact of what remains, or neither.")})


def it_has_a_level(level: int | None, name: str) -> int:
    """The matrix names the pair. Raises Invalid."""
    if level is None:
        raise Invalid({name: _("The risk matrix has no level for this pair: add it in the settings.")})
    return level


def measures_make_it_no_worse(nature: str, inherent: int, residual: int | None) -> None:
    """What remains of a threat is at most what there was. Raises Invalid."""
    if nature == "threat" and residual is not None and residual < inherent:
        raise Invalid(
            {"residual_impact": _("With measures the risk would be worse than without: judge one of them anew.")}
        )
