"""What a review talks about of the agreements with a party: the targets that were missed since the last one."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.figures import Period
from fettle.kernel.records.models import Record
from fettle.processes.levels.evaluation import judging, wording
from fettle.processes.levels.evaluation.spans import Span
from fettle.processes.levels.models import Evaluation
from fettle.processes.levels.records import AGREEMENT

SHOWN = 15


def missed(actor: Actor, relationship: Record, period: Period) -> Iterator[tuple[str, list[tuple[None, str]], int]]:
    """Of each period that was confirmed since then, by the run that counts. Both sides were told of these already."""
    agreements = visible(actor, AGREEMENT).filter(agreement_item__party=relationship.organisation_id)
    numbers = dict(agreements.values_list("pk", "number"))
    found = Evaluation.objects.defer("behind").filter(agreement__in=numbers, at__gte=period.start)
    newest = {(each.agreement_id, each.unit, each.start): each for each in found.order_by("start", "pk", "run")}
    lines: list[tuple[None, str]] = [
        (None, f"{numbers[each.agreement_id]}, {Span(each.unit, each.start).words}: {wording.line(row)}")
        for each in newest.values()
        for row in map(judging.read, each.rows)
        if row.met is False
    ]
    if lines:
        yield _("Targets that were missed"), lines[:SHOWN], len(lines)
