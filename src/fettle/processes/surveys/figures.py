"""The measurements of satisfaction (PR7.O4): how many were asked, how many answered, and how satisfied they are.

A share or a mean of too few is not said: the numbers stand alone (``smallest`` of the settings). Whoever may not read
what single people answered does not get these numbers either: of one rating they are the rating.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.ask import may
from fettle.kernel.access.read import visible
from fettle.kernel.figures import Figure, Period, Reading, Scope
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current
from fettle.processes.incidents.queries import DESK
from fettle.processes.surveys.definitions import HANDLING_KEY, RULES_KEY
from fettle.processes.surveys.facts import Closed, FollowUpOpened, FollowUpReopened, FollowUpSettled
from fettle.processes.surveys.models import Answer, Invitation
from fettle.processes.surveys.records import FOLLOW_UP, SURVEY
from fettle.processes.surveys.workflow import OPEN, READ

GOOD = 4
"""From this score on somebody is satisfied."""
Row = tuple[int, int | None, int, int | None]
"""Record, service, organisation, score; a score of None was not given."""


def _asked(period: Period, scope: Scope) -> list[Row]:
    """Those who were asked in the period about what they asked for; the score if they answered before its end."""

    def read() -> list[Row]:
        found = Invitation.objects.filter(asked_at__gte=period.start, asked_at__lt=period.end)
        rows = _near(found, scope).order_by("pk").values_list("pk", *NAMES)
        scores = _scores(Answer.objects.filter(invitation__in=[row[0] for row in rows], at__lt=period.end))
        return [(record, service, home, scores.get(pk)) for pk, record, service, home in rows]

    return scope.once(("surveys.asked", period), read)


def _given(period: Period, scope: Scope) -> list[Row]:
    """The ratings that were given in the period."""

    def read() -> list[Row]:
        found = Answer.objects.filter(at__gte=period.start, at__lt=period.end, score__isnull=False)
        return list(_near(found, scope).order_by("pk").values_list(*NAMES, "score"))

    return scope.once(("surveys.given", period), read)


NAMES = ("record_id", "record__service_id", "record__organisation_id")


def _scores(found: QuerySet[Answer]) -> dict[int, int | None]:
    return dict(found.filter(question=0).values_list("invitation_id", "score"))


def _near(found: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    return found.filter(record__in=_within(scope, *DESK).values("pk"))


def _within(scope: Scope, *kinds: Kind) -> QuerySet[Record]:
    records = visible(scope.actor, *kinds)
    if scope.organisation_path:
        records = records.filter(organisation__path__startswith=scope.organisation_path)
    if scope.service_id:
        records = records.filter(service_id=scope.service_id)
    if scope.team_id:
        records = records.filter(team_id=scope.team_id)
    return records.order_by()


def _laid_down(period: Period, scope: Scope) -> bool:
    """Nobody could be asked before it was settled after what people are."""

    def read() -> datetime | None:
        defined = Entry.objects.filter(fact="settings.defined", record__setting__key=RULES_KEY)
        return defined.order_by("happened_at").values_list("happened_at", flat=True).first()

    first = scope.once("surveys laid down", read)
    return first is not None and first < period.end


def _smallest() -> int:
    smallest: int = current()[HANDLING_KEY]["smallest"]
    return smallest


def _count(rows: Sequence[Row]) -> int:
    return len(rows)


def _mean(rows: Sequence[Row]) -> float | None:
    scores = [row[3] for row in rows if row[3] is not None]
    return round(sum(scores) / len(scores), 2) if len(scores) >= _smallest() else None


def _share_answered(rows: Sequence[Row]) -> float | None:
    done = sum(row[3] is not None for row in rows)
    return round(100 * done / len(rows), 1) if len(rows) >= _smallest() else None


def _share_satisfied(rows: Sequence[Row]) -> float | None:
    good = sum(row[3] is not None and row[3] >= GOOD for row in rows)
    return round(100 * good / len(rows), 1) if len(rows) >= _smallest() else None


def _too_few(rows: Sequence[Row], answered: bool, reads: bool) -> Any:
    """What stands in the place of a share of too few. ``reads``: for somebody who may read single answers."""
    if not rows:
        return _("nobody was asked") if answered else _("nobody rated anything")
    done = sum(row[3] is not None for row in rows)
    if answered:
        return gettext("%(count)s of %(all)s answered") % {"count": done, "all": len(rows)}
    if not reads:
        return gettext("too few ratings (%(count)s)") % {"count": len(rows)}
    good = sum(row[3] is not None and row[3] >= GOOD for row in rows)
    return gettext("%(count)s of %(all)s satisfied") % {"count": good, "all": len(rows)}


Of = Callable[[Period, Scope], list[Row]]


def _figure(
    number: int, label: Any, of: Of, say: Callable[[Sequence[Row]], float | int | None], unit: str = ""
) -> Figure:
    counts = say is _count

    def compute(period: Period, scope: Scope) -> Reading:
        if not _laid_down(period, scope):
            return Reading(None)
        rows, reads = of(period, scope), may(scope.actor, READ)
        given = _given(period, scope) if of is _low and not reads else None
        value = say(rows) if given is None or not 0 < len(given) < _smallest() else None
        shown = counts and (of is _asked or reads)
        names = {"service": _titles(rows, scope), "customer": _homes(rows, scope)}
        groups = {name: _enough(_grouped(rows, at), given, at) for name, at in (("service", 1), ("customer", 2))}
        labelled = {name: _labelled(groups[name], names[name]) for name in groups}
        return Reading(
            value,
            lambda: _ids(rows) if shown else (),
            {name: {label: say(groups[name][key]) for label, key in labelled[name].items()} for name in groups},
            because=_too_few(given or rows, say is _share_answered, reads) if value is None else "",
            keys={name: {label: str(key or "") for label, key in labelled[name].items()} for name in groups},
            within=lambda name, keys: _ids(
                row for key, some in groups[name].items() if shown and str(key or "") in keys for row in some
            ),
        )

    return Figure(f"SAT-{number}", label, unit, "satisfaction", compute, counts=counts)


def _low(period: Period, scope: Scope) -> list[Row]:
    """Ratings at or below the threshold from which on somebody follows up."""
    threshold = current()[HANDLING_KEY]["threshold"]
    return [row for row in _given(period, scope) if row[3] is not None and row[3] <= threshold]


def _ids(rows: Iterable[Row]) -> tuple[int, ...]:
    return tuple(sorted({row[0] for row in rows}))


def _grouped(rows: Sequence[Row], at: int) -> dict[Any, list[Row]]:
    """The rows of each member, most first."""
    found: dict[Any, list[Row]] = {}
    for row in rows:
        found.setdefault(row[at], []).append(row)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


def _enough(groups: dict[Any, list[Row]], given: Sequence[Row] | None, at: int) -> dict[Any, list[Row]]:
    """The groups in which not too few ratings were given; all, where nothing is to be kept back."""
    if given is None:
        return groups
    whole, least = _grouped(given, at), _smallest()
    return {key: rows for key, rows in groups.items() if len(whole[key]) >= least}


def _titles(rows: Sequence[Row], scope: Scope) -> dict[int, str]:
    known: dict[int, str] = scope.once("surveys: titles of services", dict)
    if more := {row[1] for row in rows if row[1]} - known.keys():
        known |= Record.objects.filter(pk__in=more).order_by().values_list("pk", "title")
    return known


def _homes(rows: Sequence[Row], scope: Scope) -> dict[int, str]:
    known: dict[int, str] = scope.once("surveys: names of customers", dict)
    if more := {row[2] for row in rows} - known.keys():
        known |= Organisation.objects.filter(pk__in=more).order_by().values_list("pk", "name")
    return known


def _labelled(groups: Iterable[Any], names: dict[int, str]) -> dict[str, Any]:
    labels: dict[str, Any] = {}
    for key in groups:
        label = names[key] if key else gettext("not given")
        labels[label if label not in labels else f"{label} ({key})"] = key
    return labels


def _moved(period: Period, scope: Scope) -> dict[str, set[int]]:
    """The follow-ups that were opened and the surveys that were closed in the period, by what happened."""

    def read() -> dict[str, set[int]]:
        told: dict[str, set[int]] = {FollowUpOpened.name: set(), Closed.name: set()}
        entries = Entry.objects.filter(fact__in=told, happened_at__gte=period.start, happened_at__lt=period.end)
        near = entries.filter(record__in=_within(scope, FOLLOW_UP, SURVEY).values("pk")).order_by()
        for fact, record in near.values_list("fact", "record_id"):
            told[fact].add(record)
        return told

    return scope.once(("surveys.moved", period), read)


def _happened(fact: str) -> Callable[[Period, Scope], Reading]:
    """Records to which something happened in the period."""

    def compute(period: Period, scope: Scope) -> Reading:
        if not _laid_down(period, scope):
            return Reading(None)
        ids = tuple(sorted(_moved(period, scope)[fact]))
        return Reading(len(ids), lambda: ids)

    return compute


def _open_at_the_end(period: Period, scope: Scope) -> Reading:
    if not _laid_down(period, scope):
        return Reading(None)
    moves = Entry.objects.filter(fact__in=[fact.name for fact in (FollowUpOpened, FollowUpSettled, FollowUpReopened)])
    near = moves.filter(happened_at__lt=period.end, record__in=_within(scope, FOLLOW_UP).values("pk"))
    last = near.order_by("record_id", "-happened_at", "-seq").distinct("record_id")
    ids = tuple(sorted(row for row, new in last.values_list("record_id", "changes__state__1") if new == OPEN))
    return Reading(len(ids), lambda: ids)


def _in_surveys(period: Period, scope: Scope) -> Reading:
    """The mean of all ratings that were given in surveys of the period. Too few are too few people: each gives several
    answers.
    """
    if not _laid_down(period, scope):
        return Reading(None)
    found = Answer.objects.filter(at__gte=period.start, at__lt=period.end, score__isnull=False)
    near = found.filter(record__in=_within(scope, SURVEY).values("pk"))
    rows = list(near.order_by().values_list("invitation_id", "score"))
    scores, people = [score for _one, score in rows if score is not None], len({one for one, _score in rows})
    if people < _smallest():
        return Reading(None, because=gettext("too few answers (%(count)s)") % {"count": people})
    return Reading(round(sum(scores) / len(scores), 2))


ANSWERED, MEAN, SATISFIED = (
    _figure(3, _("Share of those asked who answered"), _asked, _share_answered, "%"),
    _figure(4, _("Mean rating, of 5"), _given, _mean),
    _figure(5, _("Share of satisfied ratings (4 or 5)"), _given, _share_satisfied, "%"),
)
ASKED, GIVEN = _figure(1, _("Asked for a rating"), _asked, _count), _figure(2, _("Ratings given"), _given, _count)
FIGURES = (
    ASKED,
    GIVEN,
    ANSWERED,
    MEAN,
    SATISFIED,
    _figure(6, _("Ratings at or below the threshold"), _low, _count),
    Figure("SAT-7", _("Follow-ups opened"), "", "satisfaction", _happened(FollowUpOpened.name)),
    Figure("SAT-8", _("Follow-ups open at the end"), "", "satisfaction", _open_at_the_end),
    Figure("SAT-9", _("Surveys closed"), "", "satisfaction", _happened(Closed.name)),
    Figure("SAT-10", _("Mean rating in surveys, of 5"), "", "satisfaction", _in_surveys, counts=False),
)
SAID_OF_A_CUSTOMER = (GIVEN, ANSWERED, MEAN, SATISFIED)
