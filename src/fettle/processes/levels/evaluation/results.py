"""Evaluations as they stand: computed while nobody has confirmed them, afterwards as they were confirmed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from fettle.kernel.settings.read import current
from fettle.processes.levels.evaluation import judging, outcomes, versions
from fettle.processes.levels.evaluation.definitions import EVALUATING
from fettle.processes.levels.evaluation.judging import ByHand, Row
from fettle.processes.levels.evaluation.spans import Span, zone
from fettle.processes.levels.models import AgreementVersion, Evaluation, Measurement


@dataclass(frozen=True)
class Result:
    """An agreement in a period. ``confirmed``: the evaluation that counts, None while it is live. ``behind``: the
    records that each time was counted from, by code.
    """

    version: AgreementVersion
    span: Span
    rows: list[Row]
    behind: dict[str, Sequence[int]]
    confirmed: Evaluation | None = None

    @property
    def record(self) -> Any:
        return self.version.agreement.record

    def counted(self, met: bool | None) -> int:
        """How many targets were met (True), missed (False) or could not be measured (None)."""
        return sum(row.met is met for row in self.rows)

    met = property(lambda self: self.counted(True))
    missed = property(lambda self: self.counted(False))
    unknown = property(lambda self: self.counted(None))


def live(span: Span, agreements: Iterable[int] | None = None, now: datetime | None = None) -> list[Result]:
    """What the records say now, of all agreements that held in the period or of these: a fixed number of statements,
    however many there are.
    """
    period = span.moments(zone())
    found = versions.of_period(span, period, agreements)
    ids = [version.agreement_id for version in found]
    clocks: dict[int, dict[str, outcomes.Decided]] = defaultdict(dict)
    for (pk, code), told in outcomes.decided(ids, period, now or timezone.now()).items():
        clocks[pk][code] = told
    entered, usual = _entered(span, ids), int(current()[EVALUATING.key]["percent"])
    return [
        _live(version, span, usual, clocks[version.agreement_id], entered[version.agreement_id]) for version in found
    ]


def standing(span: Span, agreements: Iterable[int] | None = None) -> list[Result]:
    """The same, where an evaluation is confirmed as it was confirmed."""
    rows = live(span, agreements)
    ids = [row.version.agreement_id for row in rows]
    last = Evaluation.objects.filter(agreement__in=ids, unit=span.unit, start=span.start)
    newest = {each.agreement_id: each for each in last.order_by("run").select_related("by")}
    return [frozen(row, newest[pk]) if (pk := row.version.agreement_id) in newest else row for row in rows]


def frozen(result: Result, evaluation: Evaluation) -> Result:
    """What was confirmed, in place of what the records say now."""
    rows = [judging.read(row) for row in evaluation.rows]
    return Result(result.version, result.span, rows, evaluation.behind, evaluation)


def excluded(result: Result) -> list[dict[str, Any]]:
    """What did not count by the version that the evaluation was held against."""
    held, done = result.version, result.confirmed
    if done is not None and done.version != held.version:
        held = AgreementVersion.objects.get(agreement=held.agreement_id, version=done.version)
    return list(held.excluded)


def _live(
    version: AgreementVersion,
    span: Span,
    usual: int,
    clocks: dict[str, outcomes.Decided],
    entered: dict[str, ByHand],
) -> Result:
    percent = version.agreement.kept_percent or usual
    rows = judging.rows(version.targets, version.promises, span.unit, percent, clocks, entered)
    promised = {row.code for row in rows}
    return Result(version, span, rows, {code: told.records for code, told in clocks.items() if code in promised})


def _entered(span: Span, agreements: Sequence[int]) -> dict[int, dict[str, ByHand]]:
    found: dict[int, dict[str, ByHand]] = defaultdict(dict)
    told = Measurement.objects.filter(agreement__in=agreements, unit=span.unit, start=span.start)
    for row in told.order_by("pk"):
        found[row.agreement_id][row.code] = ByHand(row.value.normalize(), row.source)
    return found


@dataclass(frozen=True)
class Difference:
    """A target that two evaluations of one period see otherwise; None where one of them has it not."""

    code: str
    before: Row | None
    after: Row | None


def differences(before: Iterable[Row], after: Iterable[Row]) -> list[Difference]:
    """What the later one measures or judges otherwise."""
    old, new = ({row.code: row for row in rows} for rows in (before, after))
    return [
        Difference(code, old.get(code), new.get(code))
        for code in dict.fromkeys([*old, *new])
        if _said(old.get(code)) != _said(new.get(code))
    ]


def _said(row: Row | None) -> Any:
    return None if row is None else (row.needed, row.measured, row.met, row.count)
