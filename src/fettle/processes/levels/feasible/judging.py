"""One SLA held against what is agreed below the services that it covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.assembly import assembly
from fettle.kernel.clock.wording import NoWorkingTime
from fettle.kernel.records.models import Record
from fettle.processes.levels.arithmetic.judge import judge
from fettle.processes.levels.arithmetic.model import BadModel, Model
from fettle.processes.levels.arithmetic.span import year_from
from fettle.processes.levels.arithmetic.targets import Targets
from fettle.processes.levels.feasible import modelling, words
from fettle.processes.levels.feasible.questions import Question, Said, promise, questions
from fettle.processes.levels.models import AgreementVersion, Cover
from fettle.processes.services import queries as services

MOST_SERVICES = 12
"""So many services of an SLA are looked at; one that covers more is looked at service by service."""


@dataclass(frozen=True)
class Judged:
    """The answers for one service; ``problem`` says why there are none."""

    service: Record
    rows: tuple[words.Row, ...]
    problem: str = ""


@dataclass(frozen=True)
class Judgement:
    """All services that were looked at. ``left_out``: it covers so many more."""

    services: tuple[Judged, ...]
    left_out: int = 0

    @property
    def lines(self) -> list[str]:
        """What is not possible, in one line each."""
        return [
            f"{each.service.title}: {row.line}"
            for each in self.services
            for row in each.rows
            if row.says == "infeasible"
        ]

    @property
    def says(self) -> str:
        """infeasible if anything is, else unknown if anything is."""
        found = {row.says for each in self.services for row in each.rows} | {
            "unknown" for each in self.services if each.problem
        }
        return "infeasible" if "infeasible" in found else "unknown" if "unknown" in found or not found else "feasible"


def of_version(actor: Actor, version: AgreementVersion) -> Judgement:
    """The answers for a version of an SLA as things are agreed today, or for its first day where that is to come."""
    named = [row.service for row in Cover.objects.filter(version=version).select_related("service").order_by("pk")]
    covered = named or list(services.live(actor)[: MOST_SERVICES + 1])
    on = max(timezone.localdate(), version.valid_from or date.min)
    said = modelling.said(version)
    judged = tuple(_service(actor, record, said, on) for record in covered[:MOST_SERVICES])
    return Judgement(judged, max(0, len(covered) - MOST_SERVICES))


def _service(actor: Actor, record: Record, said: Said, on: date) -> Judged:
    try:
        below = modelling.below(actor, record, on)
        rows = [row for question in questions(said) for row in _answers(below, said, question)]
    except modelling.TooMany:
        return Judged(record, (), _("More than %(count)s components stand below it.") % {"count": modelling.MOST})
    except (BadModel, NoWorkingTime):
        return Judged(record, (), _("Its components cannot be reckoned with: look at them first."))
    return Judged(record, tuple(rows))


def _answers(below: modelling.Below, said: Said, question: Question) -> list[words.Row]:
    wanted = promise(said, question)
    if wanted == Targets():
        return []

    def promised(other: Said) -> Targets:
        return promise(other, question)

    model = Model(below.components(promised), below.top, wanted)
    span = year_from(timezone.now().replace(minute=0, second=0, microsecond=0))
    return [words.row(verdict, below.names, _about(question)) for verdict in judge(model, span)]


def _about(question: Question) -> str:
    if question.kind:
        return f"{assembly().kind_by_key[question.kind].label} P{question.rank}"
    return question.capacity[0]
