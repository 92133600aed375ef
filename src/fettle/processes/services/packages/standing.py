"""Where the package of a service stands: reads for rules, which know neither kinds nor actors."""

from __future__ import annotations

from fettle.facilities.documents.workflow import DRAFT, IN_REVIEW, PUBLISHED, WITHDRAWN
from fettle.kernel.records.models import Record
from fettle.processes.services.models import Criterion

KEY = "design_package"
APPROVED, COMPLETED = PUBLISHED, "completed"
UNDER_WAY = (DRAFT, IN_REVIEW, APPROVED)
OVER = (COMPLETED, WITHDRAWN)


def newest(service: Record) -> Record | None:
    """The package under way for a service; there is one at a time."""
    found = Record.objects.filter(kind=KEY, service_id=service.pk, state__in=UNDER_WAY)
    return found.select_related("service_package").order_by("-pk").first()


def criteria(record: Record) -> list[Criterion]:
    """The acceptance criteria of a package, without those that were taken away."""
    found = Criterion.objects.filter(record_id=record.pk).exclude(state=Criterion.State.WITHDRAWN)
    return list(found.select_related("settled_by", "file__file").order_by("pk"))


def open_titles(record: Record) -> list[str]:
    """What is neither evidenced nor waived."""
    found = Criterion.objects.filter(record_id=record.pk, state=Criterion.State.OPEN)
    return list(found.order_by("pk").values_list("title", flat=True))


def count(rows: list[Criterion]) -> str:
    """`2/5`: so many are met or waived, of so many; "" where there are none."""
    met = sum(row.state != Criterion.State.OPEN for row in rows)
    return f"{met}/{len(rows)}" if rows else ""
