"""The rules of packages and their acceptance criteria."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from fettle.facilities.tasks import queries as tasks
from fettle.facilities.tasks.rules import no_step_is_open
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.records.models import Record
from fettle.processes.services.models import Criterion
from fettle.processes.services.packages import standing

PLANNABLE = ("design", "transition", "live")
READY = ("transition", "live")
NAMED = 3
"""So many criteria stand in a sentence by name; the rest is counted."""


def it_has_criteria(item: Any) -> None:
    """What is approved says by what it will be accepted (FitSM-1 PR1.3)."""
    if not item.acceptance:
        raise Refusal(_("It has no acceptance criteria yet: add at least one."), rule="it_has_criteria")


def criteria_are_met(item: Any) -> None:
    """Each acceptance criterion is evidenced, or waived by somebody who approves (FitSM-1 PR1.3)."""
    done, _of, all_of_them = item.acceptance.partition("/")
    if done == all_of_them:
        return
    titles = standing.open_titles(item.record)
    named = [f"“{title}”" for title in titles[:NAMED]]
    if len(titles) > NAMED:
        named.append(_("and %(count)s more") % {"count": len(titles) - NAMED})
    raise Refusal(
        _("Acceptance criteria of %(number)s have no evidence yet: %(titles)s. Show that each is met, or waive it.")
        % {"number": item.record.number, "titles": ", ".join(named)},
        rule="criteria_are_met",
    )


def its_steps_are_done(item: Any) -> None:
    """The plan of a package is done before it is in operation."""
    done, _of, all_of_them = item.progress.partition("/")
    if done != all_of_them:
        no_step_is_open(item.record, tasks.open_titles(item.record))


def the_service_is_ready(item: Any) -> None:
    """A package is completed when its service is in transition, or live and changing."""
    service = item.record.service
    if service.state not in READY:
        state = service.declared.flow.by_state[service.state].label
        raise Refusal(
            _("%(number)s is in “%(state)s”: start its transition first.") % {"number": service.number, "state": state},
            rule="the_service_is_ready",
        )


def the_service_can_be_planned(service: Record) -> None:
    """A package is for a service in design or transition, or for a change of a live one. Raises Invalid."""
    if service.state not in PLANNABLE:
        state = service.declared.flow.by_state[service.state].label
        sentence = _("%(number)s is in “%(state)s”: a package is for what is accepted for design, or live.")
        raise Invalid({"service": sentence % {"number": service.number, "state": state}})


def one_package_at_a_time(under_way: Record | None) -> None:
    """A service has one package under way. Raises Invalid."""
    if under_way is not None:
        sentence = _("%(number)s is under way for this service: go on with it, or withdraw it first.")
        raise Invalid({"service": sentence % {"number": under_way.number}})


def criteria_can_be_arranged(record: Record) -> None:
    """What was given to be approved, or is approved, keeps its criteria (PR1.A2.2)."""
    if record.state != standing.UNDER_WAY[0]:
        raise Refusal(
            _("%(number)s is no draft: write a new version first, then change its criteria.")
            % {"number": record.number},
            rule="criteria_can_be_arranged",
        )


def package_is_under_way(record: Record) -> None:
    """Nothing is shown of what is over."""
    if record.state in standing.OVER:
        raise Refusal(
            _("%(number)s is over: draw up a new package.") % {"number": record.number}, rule="package_is_under_way"
        )


def it_is(row: Criterion, *states: str) -> None:
    """The criterion is in one of these states."""
    if row.state in states:
        return
    sentence = (
        _("“%(title)s” has no evidence yet.")
        if row.state == Criterion.State.OPEN
        else _("“%(title)s” is evidenced or waived already: open it again to change that.")
    )
    raise Refusal(sentence % {"title": row.title}, rule="it_is")


def an_address_can_be_followed(address: str) -> None:
    """A link to evidence begins with http:// or https://. Raises Invalid."""
    if not address:
        return
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise Invalid({"address": _("Give a web address that begins with https://.")})
