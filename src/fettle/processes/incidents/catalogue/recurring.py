"""Requests that come again by themselves: what is planned, and making what is due, each once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from fettle.facilities.cycles.dates import MOST, after
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import RESTRICTED
from fettle.kernel.errors import Invalid
from fettle.kernel.orgs.models import Person
from fettle.kernel.records import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Choice, Day, Line, Number, Option, Text
from fettle.kernel.settings.choices import options
from fettle.kernel.settings.declare import Definition, Table
from fettle.kernel.settings.read import current
from fettle.processes.incidents import actions, custom, procedures
from fettle.processes.incidents.catalogue import queries
from fettle.processes.incidents.catalogue.definitions import KEY
from fettle.processes.incidents.definitions import ACTIVE, CODE, MANAGE, services
from fettle.processes.incidents.facts import Recurred
from fettle.processes.incidents.models import Recurrence
from fettle.processes.incidents.records import REQUEST

MISSED = timedelta(days=7)
"""What could not be made on its day is made up to so long after it; what is older is left to the next time."""
SHORTEST = {"days": 1, "weeks": 7, "months": 28, "years": 365}
"""How many days a unit has at least."""
BY_OURSELVES = "monitoring"
"""The channel of what nobody reported."""


def _units() -> list[Option]:
    return [
        Option("days", _now("days")),
        Option("weeks", _now("weeks")),
        Option("months", _now("months")),
        Option("years", _now("years")),
    ]


def _they_can_be_made(rows: Sequence[dict[str, Any]]) -> None:
    """The requester is known, and what is ordered gets the answers that it needs."""
    for at, row in enumerate(rows, start=1):
        if row["requester"] and requester(row) is None:
            sentence = _now("Row %(row)s: nobody active has the e-mail address “%(mail)s”.")
            raise ValueError(sentence % {"row": at, "mail": row["requester"]})
        try:
            custom.clean(_category(row), answers(row), None, row["standard"] or "")
        except Invalid as problem:
            sentence = next(iter(problem.errors.values()))
            raise ValueError(_now("Row %(row)s, answers: %(why)s") % {"row": at, "why": sentence}) from None


RECURRING = Definition(
    key="incidents.recurring_requests",
    title=_("Requests that come again"),
    hint=_("Each is recorded by itself on its day, and worked on like any other."),
    process="PR9",
    fitsm=("PR9.S9",),
    may=MANAGE,
    shape=Table(
        (
            CODE,
            Field("label", Line(200), _("subject"), needed=True),
            Field("first_on", Day(), _("first day"), needed=True),
            Field("every", Number(1, MOST), _("again every"), needed=True),
            Field("unit", Choice(_units), _("unit"), needed=True),
            Field("last_on", Day(), _("last day")),
            Field("details", Text(5000), _("details")),
            Field("service", Choice(services), _("service")),
            Field("category", Choice(lambda: options("incidents.categories")), _("category")),
            Field("requester", Line(254), _("requester"), _("E-mail address. Empty: nobody.")),
            Field("standard", Choice(lambda: options(KEY)), _("standard request")),
            Field(
                "answers",
                Text(5000),
                _("answers to its questions"),
                _("One in a line: the code of the question, a colon, the answer."),
            ),
            ACTIVE,
        )
    ),
    default=[],
    procedure=procedures.RECURRING_REQUESTS,
    check=_they_can_be_made,
)


def answers(row: Mapping[str, Any]) -> dict[str, str]:
    """The answers as they stand in a row, by the codes of their questions."""
    lines = (line.partition(":") for line in (row["answers"] or "").splitlines() if line.strip())
    return {code.strip(): answer.strip() for code, _colon, answer in lines}


def requester(row: Mapping[str, Any]) -> Person | None:
    """Whoever it is for, while they are with us."""
    found = Person.objects.filter(mail__iexact=row["requester"] or "", is_active=True)
    return found.select_related("organisation").first() if row["requester"] else None


def latest(row: Mapping[str, Any], today: date) -> date | None:
    """The last day up to today on which it was to be made; None before the first, and after the last one. Counted from
    the first day, so that the 31st stays the 31st.
    """
    first, last = date.fromisoformat(row["first_on"]), row["last_on"]
    end = min(today, date.fromisoformat(last)) if last else today
    if first > end:
        return None
    low, high = 0, (end - first).days // (row["every"] * SHORTEST[row["unit"]]) + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if after(first, row["every"] * middle, row["unit"]) <= end else (low, middle)
    return after(first, row["every"] * low, row["unit"])


def make_due(today: date) -> int:
    """Record what is due and was not yet. Returns how many. What cannot be recorded stops nothing else, and is raised
    at the end (Invalid), so that the job says why.
    """
    made, problems = 0, []
    for row in current()[RECURRING.key]:
        day = latest(row, today) if row["active"] is not False else None
        if day is None or today - day > MISSED:
            continue
        try:
            made += _made(row, day)
        except Invalid as problem:
            problems.append(f"{row['code']}: {'; '.join(map(str, problem.errors.values()))}")
    if problems:
        raise Invalid({"recurring": " ".join(problems)})
    return made


@transaction.atomic
def _made(row: Mapping[str, Any], day: date) -> int:
    """The row that says it was made and the record: both, or neither."""
    mark, new = Recurrence.objects.select_for_update().get_or_create(code=row["code"], day=day)
    if not new:
        return 0
    standard = row["standard"] if queries.row_of(row["standard"] or "") else ""
    ordered: dict[str, Any] = {"standard": standard, "custom": answers(row)} if standard else {}
    mark.record = actions.register(
        Actor.house(gettext_noop("Clockwork"), "incidents.see", "incidents.register", "incidents.work", RESTRICTED),
        REQUEST,
        title=row["label"],
        requester=requester(row),
        service=Record.objects.filter(number=row["service"] or "").first(),
        channel=BY_OURSELVES,
        because=[Recurred(code=row["code"], day=day.isoformat())],
        details=row["details"] or "",
        category=_category(row),
        **ordered,
    )
    mark.save(update_fields=["record"])
    return 1


def _category(row: Mapping[str, Any]) -> str:
    return row["category"] or queries.row_of(row["standard"] or "").get("category") or ""
