"""Doing it: at once for a few records, by a job with a page of its progress for many. Each record by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from fettle.edges.pages import bulk
from fettle.edges.pages.models import BulkRun
from fettle.edges.pages.page import actor_of, person_of, show
from fettle.kernel.access.actor import Actor, Channel
from fettle.kernel.errors import FettleError, NotSeen
from fettle.kernel.history.write import lock
from fettle.kernel.jobs import enqueue, task
from fettle.kernel.orgs.models import Person
from fettle.kernel.workflow import Ask, Verb

AT_ONCE = 50


def plain(ask: Ask, value: Any) -> Any:
    """A clean value as JSON that the type reads back."""
    key = getattr(value, "pk", None)
    return ask.type.plain(value) if key is None or hasattr(value, "number") else f"{ask.type.widget}:{key}"


def begin(
    actor: Actor,
    acts: str,
    verb: Verb,
    values: Mapping[str, Any],
    numbers: Sequence[str],
    looked_at: datetime,
    back: str,
) -> BulkRun:
    """Up to AT_ONCE records are done when this returns; for more a job is promised."""
    with transaction.atomic():
        run = BulkRun.objects.create(
            person_id=person_of(actor),
            acts=acts,
            verb=verb.name,
            values=dict(values),
            numbers=list(numbers),
            looked_at=looked_at,
            back=back,
        )
        if len(numbers) > AT_ONCE:
            enqueue(run_bulk, run=run.pk)
            return run
    _all(actor, run.pk, len(numbers))
    run.refresh_from_db()
    return run


@task("pages.bulk", most_seconds=1800, attempts=4)
def run_bulk(run: int) -> None:
    """Go on where a former run of this job stopped: each record and the note of it are one transaction."""
    row = BulkRun.objects.select_related("person", "person__organisation").get(pk=run)
    with override(row.person.language):
        _all(_worker(row.person), run, len(row.numbers))


def _worker(person: Person) -> Actor:
    return Actor.of(person, Channel.SCREEN)


def _all(actor: Actor, key: int, count: int) -> None:
    for at in range(count):
        _next(actor, key, at)
    BulkRun.objects.filter(pk=key, ended_at=None).update(ended_at=timezone.now())


def _next(actor: Actor, key: int, at: int) -> None:
    with transaction.atomic():
        run = BulkRun.objects.select_for_update().get(pk=key)
        if run.done + len(run.refused) > at:
            return
        number = run.numbers[at]
        if why := _one(actor, run, number):
            run.refused = {**run.refused, number: why}
        else:
            run.done += 1
        run.save(update_fields=["done", "refused"])


def _one(actor: Actor, run: BulkRun, number: str) -> str:
    """The action on one record; else the sentence why not. What somebody changed since the preview is left alone."""
    acts = bulk.acts_of(run.acts)
    try:
        values = {
            ask.name: ask.type.clean(run.values[ask.name], actor)
            for ask in acts.verb(run.verb).asks
            if ask.name in run.values
        }
        with transaction.atomic():
            record = lock(actor, number, *acts.kinds)
            if record.updated_at > run.looked_at:
                return _("Somebody changed it after you looked: look at it again.")
            acts.actions[run.verb](actor, number, **values)
    except (FettleError, ValueError) as problem:
        return str(problem)
    return ""


def progress(request: HttpRequest, key: int) -> HttpResponse:
    """How far one's own bulk change is, which records it could not do and why. Raises NotSeen."""
    run = BulkRun.objects.filter(pk=key, person_id=person_of(actor_of(request))).first()
    if run is None:
        raise NotSeen(_("This bulk change does not exist, or somebody else began it."))
    verb = bulk.acts_of(run.acts).verb(run.verb)
    tried = run.done + len(run.refused)
    total = len(run.numbers)
    context = {
        "run": run,
        "title": verb.label,
        "tried": tried,
        "total": total,
        "percent": 100 * tried / total if total else 100,
        "refused": [{"number": number, "reason": why} for number, why in run.refused.items()],
    }
    return show(request, "pages/bulk_progress.html", context)
