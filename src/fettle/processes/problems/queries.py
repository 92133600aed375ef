"""Reads of problems and of known errors: who is offered what, and which incidents hang on a problem."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fettle.facilities.links.models import Link
from fettle.facilities.search.fitting import ENOUGH, SURE, Fit, everybody, fitting
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import everywhere, may
from fettle.kernel.access.read import RESTRICTED, staff_reads, visible
from fettle.kernel.errors import NotSeen
from fettle.kernel.records import numbers
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current
from fettle.processes.incidents.queries import DESK
from fettle.processes.knowledge import queries as answers
from fettle.processes.problems.definitions import KEEPING
from fettle.processes.problems.known_errors.records import KNOWN_ERROR
from fettle.processes.problems.records import PROBLEM
from fettle.processes.problems.standing import CURRENT
from fettle.processes.problems.workflow import SEE, UNSOLVED
from fettle.processes.services import queries as services

CAUSED_BY = "caused_by"
"""The relation of an incident to its problem."""
SAME_SERVICE, SAME_CATEGORY = 3, 1
TOLD = Q(known_error__for_users__gt="")
"""Users are told a way round it."""
MOST_AT_ONCE = 500
"""Problems that one run of the clockwork looks at."""


@dataclass(frozen=True)
class Hanging:
    """How many incidents and requests a problem has that the reader sees, how many of them are open, when the last one
    came.
    """

    total: int
    open: int
    last: datetime | None


def incidents_of(actor: Actor, problem: Record) -> QuerySet[Record]:
    """The incidents and requests that come of a problem, as far as the actor sees them, the newest first."""
    linked = Link.objects.filter(target_id=problem.pk, relation=CAUSED_BY)
    found = visible(actor, *DESK).filter(pk__in=linked.values("source_id"))
    return found.order_by("-opened_at", "-pk")


def counted(actor: Actor, problem: Record) -> Hanging:
    """One statement."""
    found = incidents_of(actor, problem).order_by()
    told = found.aggregate(total=Count("pk"), open=Count("pk", filter=Q(is_open=True)), last=Max("opened_at"))
    return Hanging(told["total"], told["open"], told["last"])


def known_errors_of(actor: Actor, problem: Record) -> list[Record]:
    """Those of a problem, the current ones first."""
    found = visible(actor, KNOWN_ERROR).filter(known_error__problem=problem).select_related("known_error")
    return sorted(found.order_by("pk"), key=lambda record: record.state != CURRENT)


def standing_of(actor: Actor, service: Record) -> tuple[int, int]:
    """Of a service: how many problems are open, and how many known errors hold."""
    found = visible(actor, PROBLEM, KNOWN_ERROR).filter(service=service).order_by()
    known = Q(kind=KNOWN_ERROR.key, state=CURRENT)
    told = found.aggregate(
        problems=Count("pk", filter=Q(kind=PROBLEM.key, is_open=True)), known=Count("pk", filter=known)
    )
    return told["problems"], told["known"]


def offered(actor: Actor) -> QuerySet[Record]:
    """The known errors that hold and the actor sees."""
    if not current()[KEEPING.key]["offer"]:
        return Record.objects.none()
    return visible(actor, KNOWN_ERROR).filter(state=CURRENT).select_related("known_error", "service", "organisation")


def fitting_to(actor: Actor, record: Record, limit: int = ENOUGH) -> list[Fit]:
    """Known errors that an incident or a request may come of: those of the problems that it is linked to first, then by
    its words, raised by the same service and category. Two statements.
    """
    linked = Link.objects.filter(source_id=record.pk, relation=CAUSED_BY, target_id=OuterRef("known_error__problem_id"))
    among = _at_hand(actor).annotate(linked=Exists(linked))
    category = record.item.category

    def more(found: Any) -> int:
        same = bool(found.service_id and found.service_id == record.service_id)
        alike = bool(category and found.item.category == category)
        return SURE * bool(found.linked) + SAME_SERVICE * same + SAME_CATEGORY * alike

    return fitting(_reader(actor), KNOWN_ERROR, among, record.title, limit, more, Q(linked=True))


def suggested(actor: Actor, typed: str, limit: int = ENOUGH) -> list[Fit]:
    """The same by what somebody types alone."""
    return fitting(_reader(actor), KNOWN_ERROR, _at_hand(actor), typed, limit)


def _at_hand(actor: Actor) -> QuerySet[Record]:
    """For staff: what they see by their roles, and of the organisations above theirs what concerns their services.
    ``behind`` is the number of the problem, where they see that too; ``as_staff`` says that they read the workaround
    for staff: of what is theirs, and of what a service has that is theirs.
    """
    problem = visible(actor, PROBLEM).filter(pk=OuterRef("known_error__problem_id")).order_by().values("number")[:1]
    seen = offered(_by_roles(actor))
    if everywhere(actor, SEE):
        return seen.annotate(behind=Subquery(problem), as_staff=Value(True))
    own = staff_reads(actor, KNOWN_ERROR)
    run = Q(service__in=_live(actor).filter(own).values("pk"))
    above = _from_above(actor).filter(run | (TOLD & _theirs(actor)))
    house = Actor.house(gettext_noop("portal"), SEE, RESTRICTED)
    found = offered(house).filter(Q(pk__in=seen.values("pk")) | Q(pk__in=above.values("pk")))
    return found.annotate(behind=Subquery(problem), as_staff=ExpressionWrapper(own | run, BooleanField()))


def _by_roles(actor: Actor) -> Actor:
    """Whoever is merely named on a known error is offered it as everybody is."""
    return replace(actor, participant=frozenset())


def _reader(actor: Actor) -> Actor:
    """Searches by roles; what comes from above is found by the words that everybody may read."""
    by_roles = _by_roles(actor)
    above = () if everywhere(actor, SEE) else everybody(actor, SEE).scopes
    return replace(by_roles, scopes=(*by_roles.scopes, *above))


def for_users(actor: Actor) -> QuerySet[Record]:
    """What users are told of: known errors that hold and have a workaround for them, of the reader's own organisation
    or one above it, and about no service or one that they are offered. Nothing else is ever shown to the people we
    serve.
    """
    if not may(actor, answers.READS):
        return Record.objects.none()
    return _from_above(actor).filter(TOLD, _theirs(actor))


def _from_above(actor: Actor) -> QuerySet[Record]:
    """Those that hold in the reader's own organisation and in those above it, whoever asks."""
    house = Actor.house(gettext_noop("portal"), SEE)
    return offered(house).filter(organisation_id__in=actor.lineage, restricted=False)


def _theirs(actor: Actor) -> Q:
    """About no service, or about one that is offered to them."""
    return Q(service=None) | Q(service__in=_live(actor).filter(service_item__requestable=True).values("pk"))


def _live(actor: Actor) -> QuerySet[Record]:
    return services.live(actor).order_by().select_related(None)


def answering(actor: Actor, typed: str, limit: int = ENOUGH) -> list[Fit]:
    """Those of them that answer what somebody typed, the best first."""
    return fitting(everybody(actor, SEE), KNOWN_ERROR, for_users(actor), typed, limit)


def read(actor: Actor, number: str) -> Record:
    """One of those for users. Raises NotSeen for everything else, whether it exists or not."""
    record = for_users(actor).filter(number=numbers.tidy(number) or "").first()
    if record is None:
        raise NotSeen(_("There is no %(number)s here, or it is not for you to see.") % {"number": number[:40]})
    return record


def counts(records: Sequence[Record]) -> dict[int, dict[str, int]]:
    """How often each known error was shown, helped, did not help and was used."""
    return answers.counted([record.pk for record in records])


def to_tell(actor: Actor, now: datetime) -> list[str]:
    """Numbers of unsolved problems about whose due time something is to be said: it is near, or has passed, and nobody
    was told so yet.
    """
    found = visible(actor, PROBLEM).filter(is_open=True, state__in=UNSOLVED, silent=False, due_at__isnull=False)
    late = Q(due_at__lte=now) & (Q(problem__told_late=None) | ~Q(problem__told_late=F("due_at")))
    near = Q(soon_at__lte=now, due_at__gt=now) & (Q(problem__told_soon=None) | ~Q(problem__told_soon=F("due_at")))
    return list(found.filter(late | near).order_by("due_at").values_list("number", flat=True)[:MOST_AT_ONCE])
