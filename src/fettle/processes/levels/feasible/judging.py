"""One SLA held against what is agreed below the services that it covers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from math import inf
from time import thread_time

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.assembly import assembly
from fettle.kernel.clock.wording import NoWorkingTime
from fettle.kernel.records.models import Record
from fettle.processes.levels.arithmetic.answers import Verdict
from fettle.processes.levels.arithmetic.judge import judge
from fettle.processes.levels.arithmetic.levers import Effort
from fettle.processes.levels.arithmetic.model import BadModel, Model
from fettle.processes.levels.arithmetic.span import year_from
from fettle.processes.levels.arithmetic.targets import CLOCKS, KINDS, Targets
from fettle.processes.levels.feasible import modelling, words
from fettle.processes.levels.feasible.costs import NO_COSTS, Costs, Lever, effort
from fettle.processes.levels.feasible.questions import Question, Said, promise, questions
from fettle.processes.levels.models import AgreementVersion, Cover
from fettle.processes.levels.queries import calendar_in
from fettle.processes.services import queries as services

MOST_SERVICES = 12
"""So many services of an SLA are looked at on a page, where what would help is looked for as well."""
MOST_OF_DEFAULT = 4
"""Of the default agreement, which promises the times of every kind and priority."""
MOST_SIGNED = 60
"""So many are looked at before it is signed: whether it is possible, and no more."""
MOST_SECONDS = 5.0
"""So long they are looked at while somebody waits to sign it."""
NAMED = 3
"""So many of those that were not looked at then are named."""
NOTHING_PROPOSED = Effort(costs={})
UNSEEN = "- - unseen"
"""Among what is lacking: of so many services nothing is known, because nobody looked at them or they have a problem."""
PROBLEM = "problem"
"""In the place of a kind of target: the service has no answers."""
COUNTED = (*CLOCKS, "support")
"""What is found by going through a year from now on: it differs a little from day to day."""
ALIKE = Fraction(11, 10)
"""Of these, up to so many times as much is no more than it was."""
Lacking = dict[str, str]
"""What is not possible: service, place of the question and kind of target; and how much of it is lacking, exactly."""


class OutOfTime(Exception):
    """The service takes longer than somebody waits."""


@dataclass(frozen=True)
class Judged:
    """The answers for one service; ``problem`` says why there are none. ``levers``: what could be agreed anew where it
    is not possible, each with the names of its components. ``answers``: infeasible, feasible or unknown, by the keys of
    ``lacking``. ``shared``: what stands below several services and counts
    once.
    """

    service: Record
    rows: tuple[words.Row, ...]
    problem: str = ""
    levers: Mapping[Lever, tuple[str, ...]] = field(default_factory=dict)
    lacking: Lacking = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    shared: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """All services that were looked at. ``left_out``: it covers so many more, ``unseen`` are titles of the first."""

    services: tuple[Judged, ...]
    left_out: int = 0
    unseen: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        """Of what nothing is known and what is not possible, in one line each."""
        return self._not_looked_at() + [
            f"{each.service.title}: {row.line}"
            for each in self.services
            for row in each.rows
            if row.says == "infeasible"
        ]

    def _not_looked_at(self) -> list[str]:
        if not self.blind:
            return []
        names = [*(each.service.title for each in self.problems), *self.unseen][:NAMED]
        if more := self.blind - len(names):
            names.append(_("and %(count)s more") % {"count": more})
        sentence = _(
            "Of these services nothing is known, because they are too many, take too long, or their components cannot "
            "be reckoned with: %(names)s"
        )
        return [sentence % {"names": ", ".join(names)}]

    @property
    def problems(self) -> list[Judged]:
        """The services without answers."""
        return [each for each in self.services if each.problem]

    @property
    def blind(self) -> int:
        """Of so many services nothing is known."""
        return self.left_out + len(self.problems)

    @property
    def lacking(self) -> Lacking:
        """The same in no language, to be compared with what was accepted."""
        found = {key: short for each in self.services for key, short in each.lacking.items()}
        found |= {_problem(each.service): "1" for each in self.problems}
        return found | ({UNSEEN: str(self.blind)} if self.blind else {})

    @property
    def answers(self) -> dict[str, str]:
        """Of each question what was answered, in no language."""
        return {key: says for each in self.services for key, says in each.answers.items()}

    @property
    def without_answers(self) -> list[str]:
        """The services with a problem, as keys of the same kind."""
        return [_problem(each.service) for each in self.problems]

    @property
    def levers(self) -> dict[Lever, str]:
        """What could be agreed anew where something is not possible, with the names of the components."""
        found: dict[Lever, dict[str, None]] = {}
        for each in self.services:
            for lever, names in each.levers.items():
                found.setdefault(lever, {}).update(dict.fromkeys(names))
        return {lever: ", ".join(found[lever]) for lever in sorted(found)}

    @property
    def says(self) -> str:
        """infeasible if anything is, else unknown if anything is."""
        found = {row.says for each in self.services for row in each.rows} | {
            "unknown" for each in self.services if each.problem
        }
        return "infeasible" if "infeasible" in found else "unknown" if "unknown" in found or not found else "feasible"


@dataclass(frozen=True)
class Covered:
    """The services of a version, in their order; where it names none all that are live."""

    services: Sequence[Record] | QuerySet[Record]
    total: int


def covered(actor: Actor, version: AgreementVersion) -> Covered:
    named = [row.service for row in Cover.objects.filter(version=version).select_related("service").order_by("pk")]
    live = services.live(actor).order_by("title", "pk")
    return Covered(named or live, len(named) or live.count())


def of_version(actor: Actor, version: AgreementVersion, costs: Costs = NO_COSTS) -> Judgement:
    """The answers for a version of an SLA as things are agreed today, or for its first day where that is to come.
    ``costs`` are what it costs to agree anew, where somebody says so; what has none stays then.
    """
    return of_part(actor, version, covered(actor, version), slice(MOST_SERVICES), costs)


def before_signing(actor: Actor, version: AgreementVersion, seconds: float | None = None) -> Judgement:
    """The same for all services that it covers, without saying what would help; where these are too many, or take
    longer than so many ``seconds`` of work together, it says which were not looked at.
    """
    until = thread_time() + (MOST_SECONDS if seconds is None else seconds)
    found = covered(actor, version)
    judgement = of_part(actor, version, found, slice(MOST_SIGNED), None, until)
    if not judgement.left_out:
        return judgement
    at = len(judgement.services)
    return replace(judgement, unseen=tuple(each.title for each in found.services[at : at + NAMED]))


def of_part(
    actor: Actor,
    version: AgreementVersion,
    found: Covered,
    part: slice,
    costs: Costs | None = NO_COSTS,
    until: float = inf,
) -> Judgement:
    """For some of its services: as many statements for many as for one. Without ``costs`` no tightening is looked
    for. Those not done when this thread has worked until ``until`` are left out: that the machine is busy with other
    things refuses nobody.
    """
    on = max(timezone.localdate(), version.valid_from or date.min)
    some = list(found.services[part])
    known = modelling.portfolio(actor, some, on)
    judged: list[Judged] = []
    with suppress(OutOfTime):
        for record, said in _said(version, some):
            judged.append(_service(known, record, said, costs, until))
    return Judgement(tuple(judged), found.total - len(judged))


def _said(version: AgreementVersion, some: Sequence[Record]) -> Iterator[tuple[Record, Said]]:
    """What is promised for each: the default agreement counts by the service's own hours if it has them, as clocks do
    (``queries.target_for``).
    """
    said = modelling.said(version)
    having = [each.pk for each in some if version.agreement.is_default and each.service_item.calendar_id]
    own = dict(services.own_hours(having)) if having else {}
    for record in some:
        yield record, replace(said, calendar=calendar_in(own[record.pk])) if record.pk in own else said


def _problem(service: Record) -> str:
    return f"{service.number} - {PROBLEM}"


def more_than(accepted: Lacking, now: Lacking) -> bool:
    """Whether something is lacking now that was not accepted, or more of it."""

    def grew(key: str, short: str) -> bool:
        if key not in accepted:
            return True
        some = ALIKE if key.split()[-1] in COUNTED else 1
        return Fraction(short) > Fraction(accepted[key]) * some

    return any(grew(key, short) for key, short in now.items())


def _service(known: modelling.Portfolio, record: Record, said: Said, costs: Costs | None, until: float = inf) -> Judged:
    """Raises OutOfTime."""
    levers: dict[Lever, tuple[str, ...]] = {}
    lacking: Lacking = {}
    answers: dict[str, str] = {}
    rows: list[words.Row] = []
    try:
        below = modelling.within(known, record)
        for at, question in enumerate(questions(said)):
            if thread_time() > until:
                raise OutOfTime
            asked = below.responding(question) if question.first else below
            for verdict in _answers(asked, said, question, costs):
                rows.append(words.row(verdict, asked.names, _about(question), costed=bool(costs)))
                key = f"{record.number} {at} {verdict.kind}"
                answers[key] = verdict.says
                if verdict.says == "infeasible":
                    levers |= _levers(asked, question, verdict)
                    short = abs(verdict.promised - (verdict.reached or 0))
                    lacking[key] = str(short)
    except modelling.TooMany:
        return Judged(record, (), _("More than %(count)s components stand below it.") % {"count": modelling.MOST})
    except (BadModel, NoWorkingTime):
        return Judged(record, (), _("Its components cannot be reckoned with: look at them first."))
    return Judged(record, tuple(rows), levers=levers, lacking=lacking, answers=answers, shared=below.shared)


def _answers(below: modelling.Below, said: Said, question: Question, costs: Costs | None) -> tuple[Verdict, ...]:
    wanted = promise(said, question)
    span = year_from(timezone.now().replace(minute=0, second=0, microsecond=0))
    found: list[Verdict] = []
    for kind in KINDS:
        if (value := getattr(wanted, kind)) is not None:
            model = Model(below.components(question, kind), below.top, Targets(**{kind: value}))
            speaking = below.speaking(question, kind)
            found += judge(model, span, NOTHING_PROPOSED if costs is None else effort(costs, speaking))
    return tuple(found)


def _levers(below: modelling.Below, question: Question, verdict: Verdict) -> dict[Lever, tuple[str, ...]]:
    """The agreements below that promise what is not enough."""
    found: dict[Lever, tuple[str, ...]] = {}
    for code, version in sorted(below.speaking(question, verdict.kind).items()):
        if getattr(promise(modelling.said(version), question), verdict.kind) is not None:
            lever: Lever = (version.agreement.record.number, verdict.kind)
            found[lever] = (*found.get(lever, ()), below.names[code])
    return found


def _about(question: Question) -> str:
    if question.kind:
        return f"{assembly().kind_by_key[question.kind].label} P{question.rank}"
    return question.capacity[0]
