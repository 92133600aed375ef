"""Following what was sent: the conversation, and the few things that one can do with it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of
from fettle.facilities.discussion import actions as discussion
from fettle.facilities.discussion import queries as talk
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid, TooLarge
from fettle.portal import forms, story
from fettle.portal.frame import framed
from fettle.processes.incidents import actions
from fettle.processes.incidents.queries import DESK


@require_safe
def follow(request: HttpRequest, number: str) -> HttpResponse:
    """What everybody on it may read, and what the reader may do now."""
    return _page(request, number)


def _page(request: HttpRequest, number: str, status: int = 200, **tried: forms.Taking) -> HttpResponse:
    """``tried`` is a form that was refused, under its name; the others are empty."""
    actor = actor_of(request)
    record = get(actor, number, *DESK)
    return framed(request, "follow", story.of(actor, record) | tried, status=status)


def _acted(
    request: HttpRequest, number: str, name: str, form: forms.Taking, act: Callable[[Actor], object]
) -> HttpResponse:
    """Do what a filled form asks for, and show the record again; a refused form is shown with what is wrong."""
    actor = actor_of(request)
    get(actor, number, *DESK)
    if form.is_valid():
        try:
            act(actor)
            return HttpResponseRedirect(reverse("portal-request", args=[number]))
        except (Invalid, TooLarge) as problem:
            form.refuse(problem)
    return _page(request, number, 422, **{name: form})


@require_POST
@once
def reply(request: HttpRequest, number: str) -> HttpResponse:
    form = forms.Answer(request.POST, request.FILES)

    def answer(actor: Actor) -> object:
        said = form.cleaned_data
        return actions.reply(actor, number, text=said["text"], files=said["attached"])

    return _acted(request, number, "answer", form, answer)


@require_POST
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """It is solved."""
    actions.confirm(actor_of(request), number)
    return HttpResponseRedirect(reverse("portal-request", args=[number]))


@require_POST
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    """It is not solved."""
    form = forms.NotSolved(request.POST)
    return _acted(request, number, "not_solved", form, lambda actor: actions.reopen(actor, number, **form.cleaned_data))


@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """It is no longer needed."""
    form = forms.Withdraw(request.POST)
    return _acted(
        request, number, "no_longer", form, lambda actor: actions.withdraw(actor, number, **form.cleaned_data)
    )


@require_POST
@once
def again(request: HttpRequest, number: str) -> HttpResponse:
    """It came back after the time in which it could be reopened: a new one that names the old one."""
    actor, form = actor_of(request), forms.Again(request.POST)
    get(actor, number, *DESK)
    if not form.is_valid():
        return _page(request, number, 422, once_more=form)
    made = actions.follow_up(actor, number, **form.cleaned_data)
    return HttpResponseRedirect(reverse("portal-sent", args=[made.number]))


@require_POST
def watch(request: HttpRequest, number: str) -> HttpResponse:
    """Watch it, or watch it no longer."""
    actor = actor_of(request)
    record = get(actor, number, *DESK)
    change = discussion.unwatch if talk.watches(actor, record) else discussion.watch
    change(actor, number)
    return HttpResponseRedirect(reverse("portal-request", args=[number]))
