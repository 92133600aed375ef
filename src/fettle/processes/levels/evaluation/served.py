"""What the customer reads of evaluations: of each period the one that was confirmed last, with each target, what was
measured and what does not count. Nothing that staff wrote for themselves: no source, remark, reason or rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.records.models import Record
from fettle.processes.levels.evaluation import judging, wording
from fettle.processes.levels.evaluation.judging import BY_HAND, ELSEWHEN, NOTHING, Row
from fettle.processes.levels.evaluation.spans import Span
from fettle.processes.levels.models import AgreementVersion, Evaluation
from fettle.processes.levels.queries import of_the_portal
from fettle.processes.levels.records import AGREEMENT


@dataclass(frozen=True)
class Kept:
    """A period as it was confirmed last: its targets, and the rows of what does not count by the version of then."""

    evaluation: Evaluation
    rows: list[Row]
    excluded: list[dict[str, Any]]


def confirmed(agreement: int) -> QuerySet[Evaluation]:
    """Of each period of an agreement the newest run, the latest period first."""
    found = Evaluation.objects.filter(agreement_id=agreement)
    return found.order_by("-start", "unit", "-run").distinct("start", "unit")


def span(evaluation: Evaluation) -> Span:
    """The period that it is about."""
    return Span(evaluation.unit, evaluation.start)


def of_period(agreement: int, span: Span) -> Kept | None:
    """None where nothing is confirmed for this period."""
    newest = confirmed(agreement).filter(unit=span.unit, start=span.start).first()
    if newest is None:
        return None
    version = AgreementVersion.objects.get(agreement_id=agreement, version=newest.version)
    return Kept(newest, [_theirs(judging.read(row)) for row in newest.rows], list(version.excluded))


def listed(actor: Actor, span: Span) -> Sequence[tuple[Record, Evaluation]]:
    """Each agreement that is confirmed in a period, of those that somebody reads for a customer. Raises Forbidden."""
    records = {record.pk: record for record in of_the_portal(actor)}
    if not records:
        require(actor, AGREEMENT.may.see)
    found = Evaluation.objects.filter(unit=span.unit, start=span.start, agreement_id__in=records)
    newest = {each.agreement_id: each for each in found.order_by("run")}
    return [(record, newest[pk]) for pk, record in records.items() if pk in newest]


def _theirs(row: Row) -> Row:
    """A value entered by hand without the words of whoever entered it."""
    return replace(row, source="", because=BY_HAND) if row.source else row


def why(row: Row) -> str:
    """Why there is no value, in words for the customer, or that we entered it."""
    if row.measured is not None:
        return _("We entered this value; it is not counted from records.") if row.because == BY_HAND else ""
    return {
        NOTHING: _("Nothing that this target is about came to its end in this period."),
        BY_HAND: _("No value was taken in this period."),
        ELSEWHEN: _("It is judged in the evaluation of a longer or shorter period."),
    }.get(row.because, wording.why(row))
