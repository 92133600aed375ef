"""What a review talks about of the agreements with a party: the targets that were missed since the last one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.figures import Period
from fettle.kernel.records.models import Record
from fettle.processes.levels.evaluation import judging, wording
from fettle.processes.levels.evaluation.spans import Span
from fettle.processes.levels.models import CustomerEvaluation, Evaluation
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.reviews.queries import LISTED


def missed(actor: Actor, relationship: Record, period: Period) -> Iterator[tuple[str, list[tuple[None, str]], int]]:
    """Of each period that was confirmed since then, by the run that counts; of the default agreement what is kept for
    the party. Both sides were told of these already.
    """
    party = relationship.organisation_id
    own = Q(agreement_item__party=party) | Q(agreement_item__is_default=True)
    agreements = visible(actor, AGREEMENT).filter(own).values_list("pk", "number", "agreement_item__is_default")
    numbers = {pk: number for pk, number, _default in agreements}
    of_all = [pk for pk, _number, default in agreements if default]
    found = Evaluation.objects.defer("rows", "behind").filter(agreement__in=numbers, at__gte=period.start)
    newest = {(each.agreement_id, each.unit, each.start): each for each in found.order_by("start", "pk", "run")}
    told = _told([each.pk for each in newest.values()], of_all, party)
    lines: list[tuple[None, str]] = [
        (None, f"{numbers[each.agreement_id]}, {Span(each.unit, each.start).words}: {wording.line(row)}")
        for each in newest.values()
        for row in map(judging.read, told.get(each.pk, []))
        if row.met is False
    ]
    if lines:
        yield _("Targets that were missed"), lines[:LISTED], len(lines)


def _told(evaluations: list[int], of_all: list[int], party: int) -> dict[int, list[dict[str, Any]]]:
    """The rows of each evaluation: its own, or of the default agreement those of the party."""
    own = Evaluation.objects.filter(pk__in=evaluations).exclude(agreement__in=of_all)
    theirs = CustomerEvaluation.objects.filter(evaluation__in=evaluations, party=party)
    return dict(own.values_list("pk", "rows")) | dict(theirs.values_list("evaluation_id", "rows"))
