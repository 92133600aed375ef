"""From a whole to its parts on a page: who gets what, looked at before it is done; and the box beside the story."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fettle.edges.pages import addresses, bulk_run
from fettle.edges.pages.bulk import LEFT_OUT, SAMPLE, Acts
from fettle.edges.pages.inputs import form_of
from fettle.edges.pages.models import BulkRun
from fettle.edges.pages.page import actor_of, show
from fettle.facilities.links import queries as links
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require
from fettle.kernel.access.read import get
from fettle.kernel.history.models import Entry
from fettle.kernel.records import Field
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current
from fettle.kernel.workflow import Verb
from fettle.processes.incidents import placeholders, whole
from fettle.processes.incidents.actions import parts as actions
from fettle.processes.incidents.records import DESK

PARTS = Acts("parts", DESK, {"resolve_part": actions.resolve_part, "tell_part": actions.tell_part}, steps=whole.BY_NAME)
STEPS = {"resolve": whole.RESOLVE, "tell": whole.TELL}


def parts(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """The preview, and after a yes the doing. Another number of parts than was looked at: looked at again."""
    actor = actor_of(request)
    record = get(actor, number, *DESK)
    require(actor, "incidents.work", record)
    step = STEPS[name]
    whole.it_is_declared(step)
    reach = whole.reach(actor, record, step)
    made = _form(actor, record, step, request.POST if request.method == "POST" else None)
    moved = request.method == "POST" and _looked(actor, record, request.POST.get("plan", "")) != _seen(reach)
    if request.method == "POST" and not moved and made.is_valid() and reach.ready:
        looked = _opened(request.POST["plan"])["at"]
        given = {name: value for name, value in made.cleaned_data.items() if value not in (None, "")}
        run = begin(actor, record, step, given, reach, datetime.fromisoformat(looked))
        place = addresses.of(record) if run.ended_at and not run.refused else f"/bulk/{run.pk}"
        return HttpResponseRedirect(place, status=303)
    nothing = request.method == "POST" and not reach.ready
    status = 409 if moved or nothing else 422 if made.errors else 200
    return show(request, "incidents/parts.html", _context(actor, record, step, reach, made, moved), status=status)


def begin(
    actor: Actor, record: Record, step: Verb, given: dict[str, Any], reach: whole.Reach, looked_at: datetime
) -> BulkRun:
    """Do it on each part that is ready: at once for a few, by a job for many. The whole's entry is the cause. Raises
    Refusal.
    """
    whole.it_is_declared(step)
    if step is whole.TELL:
        cause: int | None = actions.write_to_parts(actor, record.number, text=given["text"], count=len(reach.ready)).pk
    else:
        ended = Entry.objects.filter(record=record, fact="incidents.resolved").order_by("-seq")
        cause = ended.values_list("pk", flat=True).first()
    values = {**given, **({"cause": cause} if cause else {})}
    plain = {ask.name: bulk_run.plain(ask, values[ask.name]) for ask in step.asks if ask.name in values}
    numbers = [part.number for part in reach.ready]
    return bulk_run.begin(actor, PARTS.key, step, plain, numbers, looked_at, addresses.of(record))


def _form(actor: Actor, record: Record, step: Verb, data: Any) -> forms.Form:
    asked = [ask for ask in step.asks if ask is not whole.CAUSE]
    fields = [Field(ask.name, ask.type, ask.label, ask.hint, needed=ask.needed) for ask in asked]
    item = record.item
    first = {"resolution": item.resolution, "closure_code": item.closure_code} if step is whole.RESOLVE else {}
    if step is whole.RESOLVE:
        known = {"whole": record.number, "resolution": item.resolution}
        first["text"] = placeholders.fill(current()[whole.PROPAGATION.key]["text"] or "", known)
    made = form_of(fields, actor, data, first)
    made.fields["text"].help_text = _("{number}, {caller} and {agent} are filled in for each part.")
    return made


def _seen(reach: whole.Reach) -> tuple[int, int]:
    return len(reach.ready), len(reach.left)


def _opened(token: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = signing.loads(token, salt="parts", max_age=86_400)
    except signing.BadSignature:
        return {}
    return found


def _looked(actor: Actor, record: Record, token: str) -> tuple[int, int] | None:
    """What this person saw of this record when they looked."""
    found = _opened(token)
    if (found.get("who"), found.get("record")) != (actor.person_id, record.pk):
        return None
    return tuple(found["seen"])


def _context(
    actor: Actor, record: Record, step: Verb, reach: whole.Reach, made: forms.Form, moved: bool
) -> dict[str, Any]:
    plan = {"who": actor.person_id, "record": record.pk, "seen": _seen(reach), "at": timezone.now().isoformat()}
    count = len(reach.ready)
    words = {"verb": step.label, "count": count}
    return {
        "title": step.label,
        "record": record,
        "back": addresses.of(record),
        "moved": moved,
        "form": made,
        "plan": signing.dumps(plan, salt="parts"),
        "sample": [
            {"url": addresses.of(row), "number": row.number, "title": row.title} for row in reach.ready[:SAMPLE]
        ],
        "total": count,
        "readers": reach.readers[:LEFT_OUT],
        "more_readers": max(0, len(reach.readers) - LEFT_OUT),
        "skipped": [
            {"number": row.number, "state": row.declared.flow.by_state[row.state]} for row in reach.left[:LEFT_OUT]
        ],
        "more_skipped": max(0, len(reach.left) - LEFT_OUT),
        "confirm_label": ngettext("%(verb)s: %(count)s record", "%(verb)s: %(count)s records", count) % words,
    }


def onward(actor: Actor, record: Record, verb: str) -> str:
    """After resolving a whole: to its parts, where some are to be worked on and the setting says so."""
    if verb != "resolve" or not current()[whole.PROPAGATION.key]["resolve"] or not may(actor, "incidents.work", record):
        return ""
    return addresses.of(record, "parts", "resolve") if whole.counted(actor, record)[1] else ""


def beside(actor: Actor, record: Record) -> dict[str, Any] | None:
    """How many parts it has, and what may be done with all of them. For staff."""
    if record.kind not in {kind.key for kind in DESK} or not may(actor, "incidents.work", record):
        return None
    total, undone = whole.counted(actor, record) if links.targets_of(whole.PARTS, [record.pk]) else (0, 0)
    if not total:
        return None
    goes_on = current()[whole.PROPAGATION.key]
    ways = [
        (addresses.of(record, "parts", name), step.label, step.icon) for name, step in STEPS.items() if goes_on[name]
    ]
    return {
        "template": "incidents/parts_aside.html",
        "total": total,
        "undone": undone,
        "ways": ways if undone else ways[1:],
    }
