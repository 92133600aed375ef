"""What waits for my decision, deciding it, asking for approval, and no longer asking."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fettle.edges.decisions import drawn
from fettle.edges.decisions.asks import DECIDE, REASON, asked_of
from fettle.edges.pages import addresses
from fettle.edges.pages.inputs import form_of, refuse
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.paging import cut
from fettle.facilities.approvals import actions, queries
from fettle.facilities.approvals.models import Decision
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get, visible
from fettle.kernel.errors import Invalid, NotSeen, Refusal
from fettle.kernel.records import Field
from fettle.kernel.records.models import Record
from fettle.kernel.workflow import Ask

PAGE_ROWS, RECENT = 50, 20


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits for me, the soonest deadline first, and what I decided last."""
    actor = actor_of(request)
    found = queries.waiting(actor)
    total = found.count()
    part, pager = cut(request, total, PAGE_ROWS)
    recent = Decision.objects.filter(person_id=actor.person_id or 0, record__in=visible(actor))
    context = {
        "seats": list(found[part]),
        "pager": pager,
        "recent": recent.select_related("record", "round", "seat").order_by("-pk")[:RECENT],
    }
    return show(request, "decisions/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """GET shows what is asked and how it stands and changes nothing; POST decides."""
    actor = actor_of(request)
    record = get(actor, number)
    form = form_for(request, actor, DECIDE)
    if request.method == "POST":
        if done(form, lambda given: actions.decide(actor, record.number, **given)):
            messages.success(request, _("Your decision on %(number)s is noted.") % {"number": record.number})
            return HttpResponseRedirect("/approvals/", status=303)
        record = get(actor, number)
    return show(request, "decisions/decide.html", context_of(actor, record, form), status=status_of(form))


def context_of(actor: Actor, record: Record, form: Form) -> dict[str, Any]:
    """What is asked. Raises NotSeen where nothing ever was."""
    found = queries.newest(record)
    if found is None or not queries.reads(actor, record, found):
        raise NotSeen(_("Nobody was asked to approve %(number)s.") % {"number": record.number})
    shown = drawn.draw(actor, record, found)
    seats = queries.seats_for(found, actor.person_id or 0) if shown.decide_url else []
    return {"record": record, "drawn": shown, "seats": seats, "form": form, "actor": actor, **drawn.about(record)}


def done(form: Form, act: Any) -> bool:
    """Whether the decision that a form holds was taken; else the form says why not."""
    if not form.is_valid():
        return False
    given = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
    given["approve"], shown = given.pop("verdict") == "approve", given.pop("round", None)
    try:
        act({**given, "shown": shown})
    except Invalid as invalid:
        refuse(form, invalid)
    except Refusal as no:
        form.add_error(None, str(no))
        form.refused = True  # type: ignore[attr-defined]
    return not form.errors


def status_of(form: Form) -> int:
    if not form.is_bound or not form.errors:
        return 200
    return 409 if getattr(form, "refused", False) else 422


@once
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for approval by a policy, or ask people."""
    actor = actor_of(request)
    record = get(actor, number)
    require(actor, record.declared.may.revise, record)
    form = form_for(request, actor, asked_of(record))
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if value not in (None, "", [])}
        try:
            actions.ask(actor, record.number, **given)
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as no:
            form.add_error(None, str(no))
            form.refused = True  # type: ignore[attr-defined]
        else:
            messages.success(request, _("Approval of %(number)s is asked for.") % {"number": record.number})
            return HttpResponseRedirect(addresses.of(record), status=303)
    context = {
        "title": _("Ask for approval"),
        "record": record,
        "state": record.declared.flow.by_state[record.state],
        "submit_label": _("Ask for approval"),
        "cancel_url": addresses.of(record),
        "form": form,
    }
    return show(request, "pages/verb.html", context, status=status_of(form))


@require_POST
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """No longer ask; back to the record. A refused wish is told there."""
    actor = actor_of(request)
    record = get(actor, number)
    form = form_for(request, actor, REASON)
    try:
        actions.cancel(actor, record.number, reason=form.cleaned_data["reason"] if form.is_valid() else "")
        messages.success(request, _("Approval of %(number)s is no longer asked for.") % {"number": record.number})
    except (Invalid, Refusal) as problem:
        messages.error(request, str(problem))
    return HttpResponseRedirect(addresses.short(record), status=303)


def form_for(request: HttpRequest, actor: Actor, asks: Any, values: Any = None) -> Form:
    """A form of what is asked."""
    items = [_field(ask) for ask in asks]
    return form_of(items, actor, request.POST if request.method == "POST" else None, values)


def _field(ask: Ask) -> Field:
    return Field(ask.name, ask.type, ask.label, ask.hint, needed=ask.needed)
