"""What is expected of the services of a demo: guessed some months ago, and estimated anew where it was far off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from fettle.kernel.access.actor import Actor
from fettle.processes.levels.estimates import actions
from fettle.processes.levels.models import LevelEstimate
from fettle.site.demo.parties import House

WHOLE = ("respond", "resolve")
PARTS = ("incidents", "requests", "availability", "changes")


def estimate(house: House, plan: Mapping[str, Any]) -> int:
    """The estimates of the plan, in its order. Each was written down on the day from which it counts. Returns how many
    there are.
    """
    told: Mapping[str, Any] = plan["estimates"]
    manager, now = Actor.of(house.people[told["manager"]]), timezone.now()
    for row in told["all"]:
        ago = timedelta(days=row["ago"])
        values: dict[str, Any] = {name: row[name] for name in WHOLE if name in row}
        values |= {name: Decimal(str(row[name])) for name in PARTS if name in row}
        said = {"confidence": row["sure"], "basis": row["basis"], "shown": row.get("shown", False)}
        day = timezone.localdate(now - ago)
        actions.estimate(manager, house.services[row["service"]].number, counts_from=day, **values, **said)
        made = LevelEstimate.objects.latest("pk")
        LevelEstimate.objects.filter(pk=made.pk).update(at=now - ago)
        if wrong := row.get("withdrawn"):
            actions.withdraw(manager, house.services[row["service"]].number, estimate=made.pk, reason=wrong)
    return len(told["all"])
