"""The documents of a demo, written, approved and distributed by its people, and what is due on them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from fettle.facilities.cycles import actions as cycles
from fettle.facilities.documents import actions as texts
from fettle.governance.documents import actions
from fettle.kernel.access.actor import Actor
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.read import current
from fettle.site.demo.parties import House


def write_all(house: House, plan: Mapping[str, Any]) -> int:
    """Write what the plan says, and set what is due again. Returns how many documents there are then."""
    if plan.get("one_person"):
        value = {**current()["documents.control"], "one_person": True}
        settings.redefine(Actor.house("demo", "settings.administer"), "documents.control", value=value)
    rows: Sequence[Mapping[str, Any]] = plan["documents"]
    for row in rows:
        _write(house, row)
    spec = Record.objects.filter(kind="report_spec").first()
    if spec is not None:
        manager = Actor.house("demo", "reporting.see", "reporting.manage")
        cycles.set_duty(manager, spec.number, code="report.make", due_on=_first_of_next_month(), role="report_owner")
    return len(rows)


def _write(house: House, row: Mapping[str, Any]) -> None:
    author, approver = (Actor.of(house.people[row[who]]) for who in ("author", "approver"))
    number = actions.register(author, title=row["title"], type=row["type"]).number
    for name in row.get("teams", []):
        texts.distribute(author, number, team=house.teams[name])
    for name in row.get("people", []):
        texts.distribute(author, number, person=house.people[name])
    for at, version in enumerate(row["versions"]):
        texts.write(author, number, text=version["text"], note=version.get("note", ""))
        if at < row["approved"]:
            texts.submit(author, number, reviewer=house.people[row["approver"]])
            texts.approve(approver, number, review_on=_days_from_now(row.get("review_in_days")))
    for name in row.get("read_by", []):
        texts.acknowledge(Actor.of(house.people[name]), number)


def _days_from_now(days: int | None) -> date | None:
    return timezone.localdate() + timedelta(days=days) if days is not None else None


def _first_of_next_month() -> date:
    return (timezone.localdate().replace(day=1) + timedelta(days=32)).replace(day=1)
