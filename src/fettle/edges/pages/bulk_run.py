"""Doing it: at once for a few records, by a job with a page of its progress for many. Each record by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_POST, require_safe

from fettle.edges.pages import bulk
from fettle.edges.pages.models import BulkRun
from fettle.edges.pages.page import actor_of, person_of, show
from fettle.kernel.access.actor import Actor, Channel
from fettle.kernel.errors import FettleError, NotSeen, Stale
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
        try:
            entry = _one(actor, run, number)
            run.done += 1
            if entry and len(run.numbers) <= AT_ONCE:  # only a change of so many can be taken back
                run.made = {**run.made, number: entry}
        except (FettleError, ValueError) as problem:
            run.refused = {**run.refused, number: str(problem)}
        run.save(update_fields=["done", "refused", "made"])


def _one(actor: Actor, run: BulkRun, number: str) -> int:
    """The action on one record; the sequence of its entry, 0 where all was so already: nothing of that is to be taken
    back. What somebody changed since the preview is left alone: raises Stale.
    """
    acts = bulk.acts_of(run.acts)
    asked = [ask for ask in acts.verb(run.verb).asks if ask.name in run.values]
    values = {ask.name: ask.type.clean(run.values[ask.name], actor) for ask in asked}
    with transaction.atomic():
        record = lock(actor, number, *acts.kinds)
        if record.updated_at > run.looked_at:
            raise Stale(_("Somebody changed it after you looked: look at it again."))
        done = acts.actions[run.verb](actor, number, **values)
        return done.version if done.version != record.version else 0


def undo_url(run: BulkRun) -> str:
    """Where Undo posts to; nothing where there is nothing to take back."""
    return f"/bulk/{run.pk}/undo" if run.made and run.verb in bulk.acts_of(run.acts).undone else ""


@require_POST
def undo(request: HttpRequest, key: int) -> HttpResponse:
    """Take back what one's own bulk change did, record by record; what somebody changed since stays. Raises NotSeen."""
    actor = actor_of(request)
    run = own(actor, key)
    taken, stay = 0, []
    for number, entry in run.made.items():
        try:
            bulk.acts_of(run.acts).take_back(actor, number, entry, run.verb)
            taken += 1
        except FettleError:
            stay.append(number)
    if taken:
        news = ngettext("Taken back: %(count)s record.", "Taken back: %(count)s records.", taken)
        messages.success(request, news % {"count": taken})
    if stay:
        messages.error(request, _("Changed since, so they stay: %(numbers)s") % {"numbers": ", ".join(stay)})
    return HttpResponseRedirect(run.back, status=303)


def own(actor: Actor, key: int) -> BulkRun:
    """A bulk change that this person began. Raises NotSeen."""
    run = BulkRun.objects.filter(pk=key, person_id=person_of(actor)).first()
    if run is None:
        raise NotSeen(_("This bulk change does not exist, or somebody else began it."))
    return run


@require_safe
def progress(request: HttpRequest, key: int) -> HttpResponse:
    """How far one's own bulk change is, which records it could not do and why. Raises NotSeen."""
    run = own(actor_of(request), key)
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
        "undo_url": undo_url(run),
    }
    return show(request, "pages/bulk_progress.html", context)
