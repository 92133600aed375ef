"""What follows from targets that are missed in consecutive periods: rules that stand on the agreement as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from fettle.facilities.cycles import actions as cycles
from fettle.facilities.cycles import queries as duties
from fettle.kernel.history.facts import Fact
from fettle.kernel.records.declare import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Choice, Number, Option, Value
from fettle.kernel.settings.declare import Table
from fettle.processes.levels.definitions import REVIEW
from fettle.processes.levels.evaluation.facts import MissedAgain
from fettle.processes.levels.evaluation.spans import MONTHS, Span
from fettle.processes.levels.models import CustomerEvaluation, Evaluation

TELL, SOONER = "tell", "review"
ACTIONS = (TELL, SOONER)
MOST_ROWS, MOST_PERIODS, MOST_DAYS = 20, 24, 366
NAMED = 6
"""So many customers are named."""
ROW: dict[str, dict[str, Any]] = {
    "missed": {"type": "integer", "minimum": 1, "maximum": MOST_PERIODS},
    "of": {"type": "integer", "minimum": 1, "maximum": MOST_PERIODS},
    "unit": {"enum": list(MONTHS)},
    "action": {"enum": list(ACTIONS)},
    "days": {"type": "integer", "minimum": 0, "maximum": MOST_DAYS},
}


@dataclass(frozen=True)
class Follows(Value):
    """Rules: missed in so many of so many periods of a unit, then tell those concerned, or review within days."""

    json = {
        "type": "array",
        "maxItems": MOST_ROWS,
        "items": {"type": "object", "properties": ROW, "required": sorted(ROW), "additionalProperties": False},
    }

    def clean(self, raw: Any, actor: Any) -> list[dict[str, Any]]:
        if len(raw) > MOST_ROWS:
            raise ValueError(_("Give at most %(count)s rows.") % {"count": MOST_ROWS})
        for at, row in enumerate(raw, start=1):
            if problem := _problem(row):
                raise ValueError(_("Row %(row)s: %(problem)s") % {"row": at, "problem": problem})
        return list(raw)


def _problem(row: Any) -> str:
    if not isinstance(row, dict) or set(row) != set(ROW):
        return _("Give an object with %(names)s.") % {"names": ", ".join(ROW)}
    for name, schema in ROW.items():
        value = row[name]
        if "enum" in schema:
            if value not in schema["enum"]:
                return f"{name}: " + _("give one of %(names)s.") % {"names": ", ".join(schema["enum"])}
        elif (
            isinstance(value, bool) or not isinstance(value, int) or not schema["minimum"] <= value <= schema["maximum"]
        ):
            said = {"least": schema["minimum"], "most": schema["maximum"]}
            return f"{name}: " + _("give a whole number from %(least)s to %(most)s.") % said
    if row["missed"] > row["of"]:
        return _("Targets cannot be missed in more periods than are looked at.")
    return ""


def words(row: dict[str, Any]) -> str:
    """A rule as people read it."""
    unit = next(option.label for option in units() if option.code == row["unit"])
    said = {"missed": row["missed"], "of": row["of"], "unit": unit, "days": row["days"]}
    if row["action"] == TELL:
        return _("Missed in %(missed)s of %(of)s periods (%(unit)s): those concerned are told.") % said
    return (
        _("Missed in %(missed)s of %(of)s periods (%(unit)s): the agreement is reviewed within %(days)s days.") % said
    )


def units() -> list[Option]:
    """In which periods it is looked."""
    return [Option("month", _("month")), Option("quarter", _("quarter")), Option("year", _("year"))]


def consequences() -> list[Option]:
    """What a rule asks for."""
    return [Option(TELL, _("those concerned are told")), Option(SOONER, _("the agreement is reviewed"))]


SHAPE = Table(
    (
        Field("missed", Number(1, MOST_PERIODS), _lazy("missed in"), needed=True),
        Field("of", Number(1, MOST_PERIODS), _lazy("of so many periods"), needed=True),
        Field("unit", Choice(units), _lazy("period"), needed=True),
        Field("action", Choice(consequences), _lazy("what follows"), needed=True),
        Field("days", Number(0, MOST_DAYS), _lazy("within days")),
    ),
    key=("missed", "of", "unit", "action", "days"),
)
"""The rows of a form."""


def of_rows(rows: Sequence[Mapping[str, Any]], actor: Any) -> list[dict[str, Any]]:
    """The rules that a form says. Raises ValueError with a sentence that names row and field."""
    found = SHAPE.clean(rows, actor)
    for at, row in enumerate(found, start=1):
        if row["action"] == SOONER and row["days"] is None:
            problem = _("Say within how many days the agreement is reviewed.")
            raise ValueError(_("Row %(row)s: %(problem)s") % {"row": at, "problem": problem})
        row["days"] = row["days"] or 0
    return Follows().clean(found, actor)


def told(
    agreement: Record, span: Span, missed: bool, today: date, customers: Mapping[int, str] | None = None
) -> Iterator[Fact]:
    """The facts that the rules of an agreement ask for when a period is confirmed as missed: by it as a whole, or else
    by some of the ``customers`` (names by id) of the default one. An earlier day of a review stays.
    """
    if not missed and not customers:
        return
    for row in agreement.item.follows:
        if row["unit"] != span.unit:
            continue
        before = [each.start for each in span.moved(-1).before(row["of"] - 1)]
        count, names = 1 + _missed_in(agreement, span.unit, before) if missed else 0, ""
        if count < row["missed"]:
            found = _missed_for(agreement, span.unit, before, customers or {})
            again = [pk for pk, times in found.items() if 1 + times >= row["missed"]]
            if not again:
                continue
            count, names = 1 + max(found[pk] for pk in again), _named([(customers or {})[pk] for pk in again])
        yield MissedAgain(period=span.key, missed=count, of=row["of"], action=row["action"], customers=names)
        if row["action"] == SOONER and (duty := _sooner(agreement, today + timedelta(days=row["days"]))):
            yield duty


def _missed_in(agreement: Record, unit: str, starts: list[date]) -> int:
    """In how many of these periods the evaluation that counts says that a target was missed."""
    found = Evaluation.objects.filter(agreement_id=agreement.pk, unit=unit, start__in=starts).order_by("run")
    return sum(each > 0 for each in {row.start: row.missed for row in found.only("start", "missed", "run")}.values())


def _missed_for(agreement: Record, unit: str, starts: list[date], customers: Mapping[int, str]) -> dict[int, int]:
    """The same for each of these customers."""
    found = CustomerEvaluation.objects.filter(
        evaluation__agreement=agreement.pk, evaluation__unit=unit, evaluation__start__in=starts, party__in=customers
    ).order_by("evaluation__run")
    newest = {(pk, start): missed for pk, start, missed in found.values_list("party", "evaluation__start", "missed")}
    counts = dict.fromkeys(customers, 0)
    for (pk, _start), missed in newest.items():
        counts[pk] += missed > 0
    return counts


def _named(names: list[str]) -> str:
    said = ", ".join(sorted(names, key=str.casefold)[:NAMED])
    return f"{said} {_('and %(count)s more') % {'count': len(names) - NAMED}}" if len(names) > NAMED else said


def _sooner(agreement: Record, due_on: date) -> Fact | None:
    """The review is due on that day at the latest."""
    duty = next((each for each in duties.of_record(agreement) if each.code == REVIEW), None)
    if duty is not None and duty.due_on <= due_on:
        return None
    if duty is None:
        who = {"person": agreement.item.owner, "role": "" if agreement.item.owner else "service_level_manager"}
        return cycles.plan(agreement, REVIEW, due_on=due_on, every=12, unit="months", lead_days=30, **who)
    return cycles.plan(agreement, REVIEW, due_on=due_on)
