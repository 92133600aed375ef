"""What the customer reads of evaluations: of each period the one that was confirmed last, with each target, what was
measured and what does not count; of the default agreement what was kept for them. Nothing that staff wrote for
themselves: no source, remark, reason or rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.records.models import Record
from fettle.processes.levels.evaluation import judging, wording
from fettle.processes.levels.evaluation.judging import BY_HAND, ELSEWHEN, FOR_ALL, NOTHING, Row
from fettle.processes.levels.evaluation.spans import Span
from fettle.processes.levels.models import AgreementVersion, CustomerEvaluation, Evaluation
from fettle.processes.levels.queries import default, of_the_portal, represented
from fettle.processes.levels.records import AGREEMENT

COUNTS = ("met", "missed", "unknown")
MOST = 500
"""So many customers are told of over REST."""


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
    return Kept(newest, [_theirs(judging.read(row)) for row in newest.rows], _excluded(newest))


@dataclass(frozen=True)
class KeptForThem:
    """The same of the default agreement: ``customers`` those whom the reader represents, ``for_all`` the targets that
    are measured at once for all whom it covers. Nothing of others, nor of all of them together.
    """

    evaluation: Evaluation
    customers: QuerySet[CustomerEvaluation]
    for_all: list[Row]
    excluded: list[dict[str, Any]]


def of_default(agreement: int, span: Span, paths: Sequence[str]) -> KeptForThem | None:
    """None where nothing is confirmed for this period, or nothing was kept of them."""
    newest = confirmed(agreement).filter(unit=span.unit, start=span.start).first()
    if newest is None or not (found := theirs(newest, paths)).exists():
        return None
    rows = [judging.for_all(judging.read(row)) for row in newest.rows if row["target"].get("clock") is None]
    return KeptForThem(newest, found, rows, _excluded(newest))


def _excluded(evaluation: Evaluation) -> list[dict[str, Any]]:
    """What did not count by the version of then."""
    held = AgreementVersion.objects.get(agreement=evaluation.agreement_id, version=evaluation.version)
    return list(held.excluded)


def listed(actor: Actor, span: Span) -> Sequence[tuple[Record, str, Evaluation | CustomerEvaluation]]:
    """Each agreement that is confirmed in a period, of those that somebody reads for a customer, with the name of the
    party; the default one for each of their customers. Raises Forbidden.
    """
    records = {record.pk: record for record in of_the_portal(actor)}
    if not records:
        require(actor, AGREEMENT.may.see)
    found = Evaluation.objects.filter(unit=span.unit, start=span.start, agreement_id__in=records)
    newest = {each.agreement_id: each for each in found.order_by("run")}
    own = [(record, record.organisation.name, newest[pk]) for pk, record in records.items() if pk in newest]
    paths = represented(actor)
    base = default() if paths else None
    last = base and confirmed(base.agreement_id).filter(unit=span.unit, start=span.start).first()
    if not base or not last:
        return own
    return [*own, *((base.agreement.record, row.party.name, row) for row in theirs(last, paths)[:MOST])]


def theirs(evaluation: Evaluation, paths: Sequence[str]) -> QuerySet[CustomerEvaluation]:
    """What a confirmed evaluation of the default agreement says of the customers at and below these paths: those with
    the most missed targets first, then by name.
    """
    found = _below(paths).filter(evaluation=evaluation).select_related("party")
    return found.order_by("-missed", "party__name", "pk")


def periods(agreement: int, paths: Sequence[str]) -> QuerySet[Evaluation]:
    """Of each period of the default agreement the newest run that counts, the latest period first, where it says
    something of those customers: with how many of their targets were met.
    """
    mine = _below(paths).filter(evaluation=OuterRef("pk"))
    sums = {f"their_{name}": Subquery(_sum(mine, name)) for name in COUNTS}
    newest = confirmed(agreement).values("pk")
    found = Evaluation.objects.filter(Exists(mine), pk__in=newest).annotate(**sums)
    return found.defer("rows", "behind").order_by("-start", "unit")


def counts(evaluation: Evaluation) -> dict[str, int]:
    """How many targets were met, missed and not measured: of those for whom it was asked, or of the agreement."""
    return {name: getattr(evaluation, f"their_{name}", getattr(evaluation, name)) for name in COUNTS}


def _below(paths: Sequence[str]) -> QuerySet[CustomerEvaluation]:
    reach = Q(pk__in=[])
    for path in paths:
        reach |= Q(party__path__startswith=path)
    return CustomerEvaluation.objects.filter(reach)


def _sum(mine: QuerySet[CustomerEvaluation], name: str) -> QuerySet[CustomerEvaluation, Any]:
    return mine.order_by().values("evaluation").annotate(sum=Sum(name)).values("sum")


def _theirs(row: Row) -> Row:
    """A value entered by hand without the words of whoever entered it."""
    return replace(row, source="", because=BY_HAND) if row.source else row


def why(row: Row) -> str:
    """Why there is no value, in words for the customer, or that we entered it."""
    if row.because == FOR_ALL:
        return _("We entered this value: it is measured once and counts for all our customers.")
    if row.measured is not None:
        return _("We entered this value; it is not counted from records.") if row.because == BY_HAND else ""
    return {
        NOTHING: _("Nothing that this target is about came to its end in this period."),
        BY_HAND: _("No value was taken in this period."),
        ELSEWHEN: _("It is judged in the evaluation of a longer or shorter period."),
    }.get(row.because, wording.why(row))
