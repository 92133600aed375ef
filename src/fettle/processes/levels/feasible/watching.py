"""Whether what is agreed below the SLAs in force still suffices: agreements below end or promise less without anybody
touching the SLA, so each is looked at anew every night.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.records.models import Record
from fettle.processes.levels.feasible import words
from fettle.processes.levels.feasible.costs import KINDS
from fettle.processes.levels.feasible.judging import Judgement, before_signing
from fettle.processes.levels.models import AgreementVersion
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.standing import holding
from fettle.processes.services import queries as services

MOST = timedelta(minutes=4)
"""So long a night; the next one goes on with those that were not looked at for longest."""
LOOKED = ("looked_on", "answers", "short")


def note(version: AgreementVersion, judgement: Judgement) -> None:
    """What was answered when it was agreed; not stored yet."""
    version.answers = dict(judgement.answers)
    _look(version, judgement)


def look(today: date) -> int:
    """Look at all that nobody looked at on this day. May run twice. Returns at how many."""
    house = Actor.house(gettext_noop("Clockwork"), AGREEMENT.may.see, services.SERVICE.may.see)
    until = timezone.now() + MOST
    due = holding(today, agreement__type="sla").filter(Q(looked_on=None) | Q(looked_on__lt=today))
    looked = 0
    for pk in list(due.order_by(F("looked_on").asc(nulls_first=True), "pk").values_list("pk", flat=True)):
        version = AgreementVersion.objects.get(pk=pk)
        judgement = before_signing(house, version)
        version.answers = version.answers or dict(judgement.answers)
        _look(version, judgement)
        AgreementVersion.objects.filter(pk=pk).update(**{name: getattr(version, name) for name in LOOKED})
        looked += 1
        if timezone.now() > until:
            break
    return looked


def _look(version: AgreementVersion, judgement: Judgement) -> None:
    """What is not possible, and what was possible when it was agreed and is known no more because something ended."""
    version.looked_on = timezone.localdate()
    version.short = [
        key
        for key, says in judgement.answers.items()
        if says == "infeasible" or (says == "unknown" and version.answers.get(key) == "feasible")
    ]


def short(today: date) -> QuerySet[AgreementVersion]:
    """The versions of SLAs that hold and fall short."""
    return holding(today, agreement__type="sla").exclude(short=[])


def told(actor: Actor, records: Iterable[Record], today: date) -> Mapping[int, str]:
    """What is lacking of these, in words, by their ids: two statements, however many there are."""
    found = dict(short(today).filter(agreement__in=[record.pk for record in records]).values_list("agreement", "short"))
    keys = {pk: [key.split() for key in keys] for pk, keys in found.items()}
    numbers = {key[0] for some in keys.values() for key in some}
    titles = dict(visible(actor, services.SERVICE).filter(number__in=numbers).values_list("number", "title"))
    made: dict[int, str] = {}
    for pk, some in keys.items():
        by_service: dict[str, dict[str, None]] = {}
        for number, _at, kind in some:
            if kind in KINDS:
                by_service.setdefault(titles.get(number, number), {})[words.target(kind)] = None
        made[pk] = "; ".join(f"{service}: {', '.join(kinds)}" for service, kinds in by_service.items())
    return made
