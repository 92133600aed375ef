"""What follows from targets that are missed in consecutive periods: rules that stand on the agreement as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from fettle.facilities.cycles import actions as cycles
from fettle.facilities.cycles import queries as duties
from fettle.kernel.history.facts import Fact
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Value, whole
from fettle.processes.levels.definitions import REVIEW
from fettle.processes.levels.evaluation.facts import MissedAgain
from fettle.processes.levels.evaluation.spans import MONTHS, Span
from fettle.processes.levels.models import Evaluation

TELL, SOONER = "tell", "review"
ACTIONS = (TELL, SOONER)
MOST_ROWS, MOST_PERIODS, MOST_DAYS = 20, 24, 366
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


def lines(rows: list[dict[str, Any]]) -> str:
    """As a form writes them, one in a line."""
    return "\n".join(f"{row['missed']}; {row['of']}; {row['unit']}; {row['action']}; {row['days']}" for row in rows)


def words(row: dict[str, Any]) -> str:
    """A rule as people read it."""
    units = {"month": _("month"), "quarter": _("quarter"), "year": _("year")}
    said = {"missed": row["missed"], "of": row["of"], "unit": units[row["unit"]], "days": row["days"]}
    if row["action"] == TELL:
        return _("Missed in %(missed)s of %(of)s periods (%(unit)s): those concerned are told.") % said
    return (
        _("Missed in %(missed)s of %(of)s periods (%(unit)s): the agreement is reviewed within %(days)s days.") % said
    )


def read(text: str) -> list[dict[str, Any]]:
    """Back from a form. Raises ValueError with a sentence that names the line."""
    rows = []
    for at, line in enumerate(filter(str.strip, text.splitlines()), start=1):
        parts = [part.strip() for part in line.split(";")]
        if len(parts) == 4:
            parts.append("14")
        numbers = [whole(part, 6) for part in (*parts[:2], *parts[4:5])]
        if len(parts) != 5 or None in numbers:
            sentence = _("Line %(line)s: give missed; of how many; month, quarter or year; tell or review; days.")
            raise ValueError(sentence % {"line": at})
        missed, among, days = numbers
        rows.append({"missed": missed, "of": among, "unit": parts[2], "action": parts[3], "days": days})
    return Follows().clean(rows, None)


def told(agreement: Record, span: Span, missed: bool, today: date) -> Iterator[Fact]:
    """The facts that the rules of an agreement ask for when a period is confirmed as missed. An earlier day of a review
    stays.
    """
    if not missed:
        return
    for row in agreement.item.follows:
        if row["unit"] != span.unit:
            continue
        before = [each.start for each in span.moved(-1).before(row["of"] - 1)]
        count = 1 + _missed_in(agreement, span.unit, before)
        if count < row["missed"]:
            continue
        yield MissedAgain(period=span.key, missed=count, of=row["of"], action=row["action"])
        if row["action"] == SOONER and (duty := _sooner(agreement, today + timedelta(days=row["days"]))):
            yield duty


def _missed_in(agreement: Record, unit: str, starts: list[date]) -> int:
    """In how many of these periods the evaluation that counts says that a target was missed."""
    found = Evaluation.objects.filter(agreement_id=agreement.pk, unit=unit, start__in=starts).order_by("run")
    return sum(each > 0 for each in {row.start: row.missed for row in found.only("start", "missed", "run")}.values())


def _sooner(agreement: Record, due_on: date) -> Fact | None:
    """The review is due on that day at the latest."""
    duty = next((each for each in duties.of_record(agreement) if each.code == REVIEW), None)
    if duty is not None and duty.due_on <= due_on:
        return None
    if duty is None:
        who = {"person": agreement.item.owner, "role": "" if agreement.item.owner else "service_level_manager"}
        return cycles.plan(agreement, REVIEW, due_on=due_on, every=12, unit="months", lead_days=30, **who)
    return cycles.plan(agreement, REVIEW, due_on=due_on)
