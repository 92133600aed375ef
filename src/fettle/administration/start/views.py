"""The pages of the guided start."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from fettle.administration.page import refuse, show
from fettle.administration.signing.views import STARTS
from fettle.administration.start import progress, steps
from fettle.edges.notify import actions as notify
from fettle.edges.notify import smtp
from fettle.edges.pages.page import actor_of
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require_everywhere
from fettle.kernel.errors import FettleError, NotSeen
from fettle.kernel.orgs.models import Person
from fettle.kernel.orgs.signing import password
from fettle.kernel.settings import territory
from fettle.kernel.settings.read import look_again

AGAIN = ("organisation", "mail")
"""Steps that only write about what is there, so they may be taken again."""
REST = "guided_start_rest"
"""In a session: take the defaults for whatever comes after the administrator."""


def _who(request: HttpRequest) -> Actor:
    """Before there is an administrator, whoever came by the printed link; after that, an administrator."""
    if not progress.has_administrator() and request.session.get(STARTS):
        return steps.starter()
    actor = actor_of(request)
    require_everywhere(actor, territory.ADMINISTER)
    require_everywhere(actor, "settings.administer")
    return actor


@never_cache
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Go on where it stopped."""
    _who(request)
    if step := steps.next_open():
        return redirect("start-step", step.key)
    if request.session.get(REST) or progress.sends_mail():
        return redirect("start-done")
    return redirect("start-step", "mail")


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, key: str) -> HttpResponse:
    """One step. Those that make something are not taken twice: what is there is changed on its own page."""
    actor = _who(request)
    step = steps.BY_KEY.get(key)
    if step is None:
        raise NotSeen(_("The guided start has no such step."))
    if step.done() and step.key not in AGAIN:
        return redirect("start")
    form = step.form(request.POST or None, initial=step.begins())
    if request.method == "POST" and form.is_valid():
        try:
            if "test" in request.POST:
                return _tested(request, actor, step, form)
            made = step.take(actor, form.cleaned_data)
        except FettleError as problem:
            refuse(form, problem)
        else:
            return _onward(request, actor, made)
    return _page(request, step, form)


def _tested(request: HttpRequest, actor: Actor, step: steps.Step, form: forms.Form) -> HttpResponse:
    """Keep the mail server if it takes a mail; one that does not is not kept, so the step stays open. Raises
    FettleError.
    """
    with transaction.atomic():
        step.take(actor, form.cleaned_data)
        outcome = _try_mail(request, actor)
        transaction.set_rollback(not outcome["taken"])
    look_again()
    shown = step.form(initial=step.begins() if outcome["taken"] else form.cleaned_data)
    return _page(request, step, shown, outcome=outcome)


def _try_mail(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """Send the administrator a mail now: where to, whether it was taken, and the server's own words."""
    address = str(request.user.mail)  # type: ignore[union-attr]
    try:
        outcome = notify.test_mail(actor, address)
    except FettleError as problem:
        return {"address": address, "taken": False, "answer": str(problem)}
    return {"address": address, "taken": outcome.fate == smtp.Fate.SENT, "answer": outcome.answer}


def _onward(request: HttpRequest, actor: Actor, made: Any) -> HttpResponse:
    if isinstance(made, Person):
        keep = request.session.get(REST)
        login(request, made, backend=password.BACKEND)
        request.session.pop(STARTS, None)
        request.session[REST] = keep
        actor = Actor.of(made)
    if "rest" in request.POST or request.session.get(REST):
        request.session[REST] = True
        _take_defaults(actor)
    return redirect("start-done" if request.POST.get("next") == "done" else "start")


def _take_defaults(actor: Actor) -> None:
    """All open steps with what they begin with, up to the one that only a person can answer."""
    while (step := steps.next_open()) is not None and step.key != "administrator":
        step.take(actor, step.begins())


def _page(request: HttpRequest, step: steps.Step, form: forms.Form, **more: Any) -> HttpResponse:
    context = {
        "step": step,
        "form": form,
        "steps": _line(step),
        "at": steps.STEPS.index(step) + 1,
        "count": len(steps.STEPS),
        "percent": 100 * steps.STEPS.index(step) // len(steps.STEPS),
        "asks_person": step.key == "administrator",
        "is_mail": step.key == "mail",
        **more,
    }
    return show(request, "start.html", context, 422 if form.errors else 200)


def _line(step: steps.Step | None) -> list[dict[str, Any]]:
    return [{"step": each, "done": each.done() and each is not step, "current": each is step} for each in steps.STEPS]


@never_cache
@require_GET
def done(request: HttpRequest) -> HttpResponse:
    """What there is now, and where to go from here."""
    _who(request)
    request.session.pop(REST, None)
    if steps.next_open() is not None:
        messages.info(request, _("One step is still open."))
        return redirect("start")
    return show(request, "start_done.html", {"steps": _line(None), "mail_waits": not progress.sends_mail()})
