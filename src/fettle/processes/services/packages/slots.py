"""The acceptance criteria on the page of a package, and the steps that its plan may begin from."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from fettle.facilities.discussion.queries import address
from fettle.facilities.tasks.declare import Workflow, steps_of
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import audiences
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.kernel.settings.read import current
from fettle.processes.services.definitions import PACKAGES
from fettle.processes.services.models import Criterion
from fettle.processes.services.packages import standing
from fettle.processes.services.packages.records import PACKAGE
from fettle.processes.services.specifications.records import APPROVE
from fettle.processes.services.workflow import MANAGE

SHAPES = {"open": "ring", "evidenced": "done", "waived": "stop"}


def of_package(actor: Actor, record: Record) -> dict[str, Any] | None:
    """What has to be shown, and what shows it. For staff, and whoever is named on the package."""
    if record.kind != PACKAGE.key:
        return None
    staff = STAFF in audiences(actor, record)
    rows = standing.criteria(record)
    manages = may(actor, MANAGE, record) and record.is_open
    arranges = manages and record.state == standing.UNDER_WAY[0]
    if not rows and not arranges:
        return None
    words = {"open": _("To be shown"), "evidenced": _("Shown"), "waived": _("Waived")}
    return {
        "template": "services/criteria.html",
        "record": record,
        "rows": [(row, SHAPES[row.state], words[row.state], _followed(row), _file(row, staff)) for row in rows],
        "met": record.item.acceptance.replace("/", " / "),
        "manages": manages,
        "arranges": arranges,
        "waives": record.is_open and may(actor, APPROVE, record),
    }


def _followed(row: Criterion) -> str:
    """The link, where it is one that may be followed."""
    return row.address if row.address.startswith(("https://", "http://")) else ""


def _file(row: Criterion, staff: bool) -> tuple[str, str] | None:
    """Name and address of the file, for those who may open it."""
    if row.file is None or row.file.withdrawn_at is not None or not (staff or row.file.audience != STAFF):
        return None
    return row.file.name, address(row.file)


def workflows(record: Record) -> list[Workflow]:
    """The steps of a transition, as the portfolio manager wrote them down."""
    if record.kind != PACKAGE.key:
        return []
    version = Record.objects.filter(kind="setting", setting__key=PACKAGES.key).values_list("version", flat=True).first()
    steps = steps_of(str(current()[PACKAGES.key]["steps"] or ""))
    return [Workflow("transition", _("Steps of a transition"), version or 0, steps)]
