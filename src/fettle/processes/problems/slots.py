"""What problems and known errors put on pages; named in ``site/assembly.py``."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from fettle.edges.pages import addresses
from fettle.edges.pages.records import Verb
from fettle.facilities.search.fitting import Fit
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import audiences
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.processes.incidents.queries import DESK
from fettle.processes.problems import queries
from fettle.processes.problems.known_errors.records import KNOWN_ERROR
from fettle.processes.problems.records import PROBLEM
from fettle.processes.problems.workflow import SEE, WORK

KEYS = frozenset(kind.key for kind in DESK)
FOUND_ON = KEYS | {"complaint", "item", "service"}
ON_THE_DESK = "incidents.work"
SHOWN = 8


def record_problem(actor: Actor, record: Record) -> Verb | None:
    """Of what shows one: record a problem."""
    if record.kind not in FOUND_ON or STAFF not in audiences(actor, record) or not may(actor, WORK):
        return None
    return Verb(_("Record a problem"), f"/problems/new?from={record.number}", "bug", menu=True)


def record_known_error(actor: Actor, record: Record) -> Verb | None:
    """Of a problem that somebody works on: record a known error."""
    if record.kind != PROBLEM.key or not record.is_open or not may(actor, WORK, record):
        return None
    return Verb(_("Record a known error"), f"/known-errors/new?problem={record.number}", "lifebuoy", menu=True)


def of_problem(actor: Actor, record: Record) -> dict[str, Any] | None:
    """What hangs on a problem: its incidents with their counts, its known errors, and what may be done there."""
    if record.kind != PROBLEM.key or STAFF not in audiences(actor, record):
        return None
    told = queries.counted(actor, record)
    rows = list(queries.incidents_of(actor, record)[: SHOWN + 1]) if told.total else []
    works = record.is_open and may(actor, WORK, record)
    return {
        "template": "problems/of_problem.html",
        "record": record,
        "told": told,
        "rows": [(row, addresses.of(row), row.declared.flow.by_state[row.state]) for row in rows[:SHOWN]],
        "all_url": addresses.of(record, "incidents") if told.total > SHOWN else "",
        "known": [
            (row, addresses.of(row), KNOWN_ERROR.flow.by_state[row.state])
            for row in queries.known_errors_of(actor, record)
        ],
        "add_url": addresses.of(record, "incidents", "add") if works else "",
        "push_url": addresses.of(record, "push") if told.open and may(actor, WORK, record) else "",
        "known_url": f"/known-errors/new?problem={record.number}" if works else "",
    }


def beside(actor: Actor, record: Record) -> dict[str, Any] | None:
    """Beside a known error: what it brought."""
    if record.kind != KNOWN_ERROR.key:
        return None
    return {"template": "problems/brought.html", "counts": _counts(record)}


def helping(actor: Actor, record: Record) -> dict[str, Any] | None:
    """With a record of the desk: known errors that it may come of."""
    if record.kind not in KEYS or STAFF not in audiences(actor, record) or not may(actor, SEE):
        return None
    works = record.number if may(actor, ON_THE_DESK, record) else ""
    rows = _rows(actor, queries.fitting_to(actor, record), works)
    return {"template": "problems/aside.html", "rows": rows} if rows else None


def while_typing(actor: Actor, typed: str) -> dict[str, Any] | None:
    """Beside the form for a new record."""
    rows = _rows(actor, queries.suggested(actor, typed), "") if may(actor, SEE) else []
    return {"template": "problems/typing.html", "rows": rows} if rows else None


def still_known(actor: Actor, record: Record, verb: str) -> list[tuple[str, str]]:
    """Of a service that is to be retired: how many problems and known errors of it stand."""
    if record.kind != "service" or verb != "retire" or not may(actor, SEE):
        return []
    count = queries.standing_of(actor, record)
    words = _("Problems that are open: %(problems)s. Known errors that are offered: %(known)s.")
    told = {"problems": count[0], "known": count[1]}
    return [(words % told, f"/problems?open=true&service={record.number}")] if any(count) else []


def _rows(actor: Actor, fits: list[Fit], on: str) -> list[dict[str, Any]]:
    """Suggestions for staff; ``on`` is the record on which one may be used."""
    return [_row(actor, fit.record, on) for fit in fits]


def _row(actor: Actor, record: Any, on: str) -> dict[str, Any]:
    """Of what comes from above there is the page of the portal, where users are told of it, and nothing to press."""
    item, own = record.item, STAFF in audiences(actor, record)
    told = f"/portal/workarounds/{record.number}" if item.for_users else ""
    return {
        "record": record,
        "url": addresses.of(record) if own else told,
        "workaround": item.workaround if record.as_staff else item.for_users,
        "problem": record.behind,
        "linked": getattr(record, "linked", False),
        "above": not own,
        "use_url": addresses.of(record, "used") if on and own else "",
        "send_url": f"{addresses.of(record, 'send')}?on={on}" if on and own and item.for_users else "",
        "on": on,
    }


def _counts(record: Record) -> list[tuple[str, int]]:
    told = queries.counts([record])[record.pk]
    labels = {
        "shown": _("Shown in the portal"),
        "helped": _("Helped there: nothing was sent"),
        "failed": _("Did not help there"),
        "used": _("Used by staff"),
    }
    return [(label, told[what]) for what, label in labels.items()]
