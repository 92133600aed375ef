"""Whether what is agreed below the SLAs in force still suffices: agreements below end or promise less without anybody
touching the SLA, so each is looked at anew every night.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from logging import getLogger

from django.db import InterfaceError, OperationalError
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.records.models import Record
from fettle.processes.levels.feasible import words
from fettle.processes.levels.feasible.costs import KINDS
from fettle.processes.levels.feasible.judging import PROBLEM, Judgement, before_signing, more_than
from fettle.processes.levels.models import AgreementVersion
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.standing import holding
from fettle.processes.services import queries as services

MOST = timedelta(minutes=4)
"""After so long a night no other is begun; the next one goes on with those that were not looked at for longest."""
MOST_SECONDS = 20.0
"""So long one is looked at, services that this does not suffice for stay as they were."""
LOOKED = ("looked_on", "answers", "short", "unagreed")
KNOWN = ("feasible", "infeasible")
log = getLogger(__name__)


def note(version: AgreementVersion, judgement: Judgement) -> None:
    """What was answered when it was agreed; not stored yet."""
    version.answers = dict(judgement.answers)
    _look(version, judgement)


def look(today: date) -> int:
    """Look at all that nobody looked at on this day. May run twice. Returns at how many. That one is looked at is noted
    before it is begun: one that fails, or ends the worker, is left until the next night and keeps no other waiting.
    """
    house = Actor.house(gettext_noop("Clockwork"), AGREEMENT.may.see, services.SERVICE.may.see)
    until = timezone.now() + MOST
    due = holding(today, agreement__type="sla").filter(Q(looked_on=None) | Q(looked_on__lt=today))
    looked = 0
    for pk in list(due.order_by(F("looked_on").asc(nulls_first=True), "pk").values_list("pk", flat=True)):
        if timezone.now() > until:
            break
        if not due.filter(pk=pk).update(looked_on=today):
            continue  # somebody else did, or it holds no more
        try:
            looked += _anew(house, pk, today)
        except (OperationalError, InterfaceError):
            raise  # the database is away: nothing of this agreement's making
        except Exception:
            log.exception("What is agreed below version %s of an agreement could not be looked at", pk)
    return looked


def _anew(house: Actor, pk: int, today: date) -> int:
    """One of them. Nothing is kept where it holds no more by then: 0."""
    version = AgreementVersion.objects.select_related("agreement").get(pk=pk)
    judgement = before_signing(house, version, MOST_SECONDS)
    version.answers = dict(judgement.answers) | version.answers
    _look(version, judgement)
    version.looked_on = today
    return holding(today, pk=pk).update(**{name: getattr(version, name) for name in LOOKED})


def _look(version: AgreementVersion, judgement: Judgement) -> None:
    """What is not possible, and what was known when it was agreed, or not possible the last time, and is known no more
    because something ended or cannot be reckoned with. What was not reached stays as it was. ``unagreed`` is what of it
    nobody agreed to, or more of it than they did.
    """
    version.looked_on = timezone.localdate()
    before, lacking = set(version.short), judgement.lacking
    short = [
        key
        for key, says in judgement.answers.items()
        if says == "infeasible" or (says == "unknown" and (version.answers.get(key) in KNOWN or key in before))
    ]
    short += judgement.without_answers
    anew = [key for key in short if more_than(version.lacking, {key: lacking.get(key, "0")})]
    if judgement.left_out:
        reached = {each.service.number for each in judgement.services}
        kept = [key for key in version.short if key.split()[0] not in reached]
        short, anew = short + kept, anew + [key for key in kept if key in version.unagreed]
    version.short, version.unagreed = short, anew


def short(today: date) -> QuerySet[AgreementVersion]:
    """The versions of SLAs that hold and fall short."""
    return holding(today, agreement__type="sla").exclude(short=[])


@dataclass(frozen=True)
class Told:
    """What is lacking, in words, and what of it nobody agreed to."""

    lacking: str = ""
    unagreed: str = ""


def told(actor: Actor, records: Iterable[Record], today: date) -> Mapping[int, Told]:
    """The same of these, by their ids: two statements, however many there are."""
    some = short(today).filter(agreement__in=[record.pk for record in records])
    found = {pk: (keys, anew) for pk, keys, anew in some.values_list("agreement", "short", "unagreed")}
    numbers = {key.split()[0] for keys, _anew in found.values() for key in keys}
    titles = dict(visible(actor, services.SERVICE).filter(number__in=numbers).values_list("number", "title"))
    return {pk: Told(_in_words(keys, titles), _in_words(anew, titles)) for pk, (keys, anew) in found.items()}


def _in_words(keys: Iterable[str], titles: Mapping[str, str]) -> str:
    by_service: dict[str, dict[str, None]] = {}
    for number, _at, kind in map(str.split, keys):
        if kind in KINDS or kind == PROBLEM:
            word = words.target(kind) if kind in KINDS else _("cannot be reckoned with")
            by_service.setdefault(titles.get(number, number), {})[word] = None
    return "; ".join(f"{service}: {', '.join(kinds)}" for service, kinds in by_service.items())
