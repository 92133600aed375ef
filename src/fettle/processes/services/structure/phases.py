"""What each service lacks in the phase in which it is: what its next step will ask for, and once it is live what the
portfolio manager looks for. Asked for many at once, and for staff alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import visible
from fettle.kernel.records.models import Record
from fettle.processes.services.models import Service
from fettle.processes.services.packages import standing
from fettle.processes.services.packages.records import PACKAGE
from fettle.processes.services.records import SEE
from fettle.processes.services.rules import WEIGHED
from fettle.processes.services.structure import lacking
from fettle.processes.services.workflow import DESIGN, LIVE, PROPOSAL, TRANSITION

NAMED = 3
"""So many words stand on a card; how many more there are is said."""


def missing(actor: Actor, records: Sequence[Record]) -> Mapping[int, str]:
    """A sentence for each that lacks something, by its id. Three statements at most, besides the setting."""
    if not may(actor, SEE):
        return {}
    planned = [record.pk for record in records if record.state in (DESIGN, TRANSITION)]
    found = visible(actor, PACKAGE).filter(service__in=planned, state__in=standing.UNDER_WAY) if planned else None
    packages: dict[int | None, Record] = {}
    if found is not None:
        packages = {one.service_id: one for one in found.select_related("service_package").order_by("pk")}
    lacks = _weighing([record.pk for record in records if record.state == PROPOSAL])
    lacks |= {record.pk: _planning(record, packages.get(record.pk)) for record in records if record.pk in planned}
    lacks |= _describing(actor, [record.pk for record in records if record.state == LIVE])
    return {key: _said(words) for key, words in lacks.items() if words}


def _said(words: Sequence[str]) -> str:
    told = {"names": ", ".join(words[:NAMED]), "count": len(words) - NAMED}
    if len(words) > NAMED:
        return _("Missing: %(names)s and %(count)s more") % told
    return _("Missing: %(names)s") % told


def _weighing(keys: Sequence[int]) -> dict[int, list[str]]:
    """What proposals are weighed by and do not say yet; the texts themselves stay where they are."""
    empty = {f"no_{name}": ExpressionWrapper(Q(**{f"{name}__regex": r"^\s*$"}), BooleanField()) for name in WEIGHED}
    rows = Service.objects.filter(pk__in=keys).annotate(**empty).values("pk", *empty) if keys else ()
    return {row["pk"]: [str(label) for name, label in WEIGHED.items() if row[f"no_{name}"]] for row in rows}


def _planning(record: Record, package: Record | None) -> list[str]:
    """What keeps a service in design or transition from its next step."""
    if package is None:
        return [_("design and transition package")]
    if package.state != standing.APPROVED:
        return [_("approval of %(number)s") % {"number": package.number}]
    if record.state == DESIGN:
        return []
    words = {
        "acceptance": _("evidence of acceptance criteria (%(done)s)"),
        "progress": _("steps of the plan (%(done)s)"),
    }
    kept = {name: getattr(package.item, name) for name in words}
    return [words[name] % {"done": at} for name, at in kept.items() if not _all_done(at)]


def _all_done(progress: str) -> bool:
    done, _of, all_of_them = progress.partition("/")
    return done == all_of_them


def _describing(actor: Actor, keys: Sequence[int]) -> dict[int, list[str]]:
    """As the page of what is missing says it."""
    found = lacking.services(actor, incomplete=True).filter(pk__in=keys) if keys else ()
    return {record.pk: [lack.label for lack in lacking.of(record)] for record in found}
