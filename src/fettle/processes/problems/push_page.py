"""The page on which one text goes to all open incidents of a problem: written, looked at, sent."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from fettle.edges.pages import addresses
from fettle.edges.pages.bulk import LEFT_OUT, SAMPLE
from fettle.edges.pages.inputs import form_of
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, show
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get
from fettle.kernel.records import Field
from fettle.kernel.records.models import Record
from fettle.processes.problems import pushing
from fettle.processes.problems.records import PROBLEM
from fettle.processes.problems.workflow import WORK

SALT = "problems.push"


@require_http_methods(["GET", "HEAD", "POST"])
@once
def push(request: HttpRequest, number: str) -> HttpResponse:
    """What was looked at is what is sent: with other words, or when other records hang on it, it is looked at anew."""
    actor = actor_of(request)
    record = get(actor, number, PROBLEM)
    require(actor, WORK, record)
    reach = pushing.reach(actor, record)
    posted = request.POST if request.method == "POST" else None
    made = _form(actor, posted)
    if posted is None or not made.is_valid() or not reach.ready:
        status = 200 if posted is None else 422 if made.errors else 409
        return _shown(request, actor, record, reach, made, status=status)
    way, text = made.cleaned_data["way"], made.cleaned_data["text"]
    plan = _opened(posted.get("plan", ""))
    sends = posted.get("do") == "send"
    if not sends or plan.get("seen") != _seen(actor, record, reach, way, text):
        moved = sends and bool(plan)
        return _shown(request, actor, record, reach, made, (way, text), moved, status=409 if moved else 200)
    run = pushing.push(
        actor, record.number, way=way, text=text, reached=reach, looked_at=datetime.fromisoformat(plan["at"])
    )
    if run.ended_at is None or run.refused:
        return HttpResponseRedirect(f"/bulk/{run.pk}", status=303)
    said = ngettext("Written to %(count)s record.", "Written to %(count)s records.", run.done)
    messages.success(request, said % {"count": run.done})
    return HttpResponseRedirect(addresses.of(record), status=303)


def _form(actor: Actor, data: Any) -> forms.Form:
    asks = (pushing.WAY, pushing.TEXT)
    items = [Field(ask.name, ask.type, ask.label, ask.hint, needed=ask.needed) for ask in asks]
    return form_of(items, actor, data, {"way": pushing.REPLY})


def _seen(actor: Actor, record: Record, reach: pushing.Reach, way: str, text: str) -> list[Any]:
    """What this person looked at: these records, and these words."""
    numbers = " ".join(row.number for row in reach.ready)
    return [actor.person_id, record.pk, hashlib.sha256(f"{way}\n{numbers}\n{text}".encode()).hexdigest()]


def plan_of(actor: Actor, record: Record, way: str, text: str) -> str:
    """What somebody has looked at now, signed: what they then send is this and nothing else."""
    seen = _seen(actor, record, pushing.reach(actor, record), way, text)
    return signing.dumps({"seen": seen, "at": timezone.now().isoformat()}, salt=SALT)


def _opened(token: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = signing.loads(token, salt=SALT, max_age=86_400)
    except signing.BadSignature:
        return {}
    return found


def _shown(
    request: HttpRequest,
    actor: Actor,
    record: Record,
    reach: pushing.Reach,
    made: forms.Form,
    words: tuple[str, str] | None = None,
    moved: bool = False,
    *,
    status: int = 200,
) -> HttpResponse:
    """The form; with ``words`` also what each of the first records would get, and the way to send it."""
    count = len(reach.ready)
    first = reach.ready[:SAMPLE]
    context = {
        "title": _("Write to all incidents"),
        "record": record,
        "back": addresses.of(record),
        "form": made,
        "moved": moved,
        "plan": plan_of(actor, record, *words) if words else "",
        "public": words is not None and words[0] == pushing.REPLY,
        "sample": [
            {
                "url": addresses.of(row),
                "number": row.number,
                "title": row.title,
                "text": pushing.previewed(actor, row, words[1]) if words else "",
            }
            for row in first
        ],
        "total": count,
        "readers": reach.readers[:LEFT_OUT],
        "more_readers": max(0, len(reach.readers) - LEFT_OUT),
        "skipped": [row.number for row in reach.left[:LEFT_OUT]],
        "more_skipped": max(0, len(reach.left) - LEFT_OUT),
        "confirm_label": ngettext("Send to %(count)s record", "Send to %(count)s records", count) % {"count": count},
    }
    return show(request, "problems/push.html", context, status=status)
