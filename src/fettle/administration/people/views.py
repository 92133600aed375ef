"""The pages about people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fettle.administration.definitions import procedure
from fettle.administration.guard import needs
from fettle.administration.page import refuse, show, tell
from fettle.administration.people import listing, queries
from fettle.administration.people.forms import AttentionForm, PersonForm, RoleForm
from fettle.administration.signing import letters
from fettle.edges.notify import leaving
from fettle.edges.notify.wording import WITHHELD
from fettle.edges.pages.once import once
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.errors import FettleError, Invalid
from fettle.kernel.orgs.models import Membership, Person
from fettle.kernel.orgs.signing import attempts
from fettle.kernel.settings import erasing, people, rights, territory
from fettle.kernel.settings.register import REGISTER


@require_GET
@needs(territory.ADMINISTER)
def index(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everybody, searched and filtered."""
    words, state = request.GET.get("q", ""), request.GET.get("state", "")
    found = Paginator(queries.people(actor, words, state), listing.PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "q": words,
        "state": state,
        "states": [("", _("All")), *listing.state_words().items()],
        "table": listing.people(list(found)),
        "pager": listing.pager(request, found),
        "empty": listing.nobody(),
        "procedure": procedure.of(actor, REGISTER.key),
    }
    return show(request, "people.html", context)


@require_GET
@needs(territory.ADMINISTER)
def options(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The answer of a picker: at most ten active people that match."""
    found = queries.people(actor, request.GET.get("q", "")).filter(is_active=True)[:10]
    rows = [
        {"value": p.mail or f"person:{p.pk}", "label": p.name, "note": p.mail or p.organisation.name, "person": True}
        for p in found
    ]
    return render(request, "components/picker_options.html", {"options": rows})


@require_http_methods(["GET", "POST"])
@once
@needs(territory.ADMINISTER)
def add(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Somebody new, and an invitation when asked for."""
    form = PersonForm(actor, request.POST or None, initial={"language": actor.language, "may_sign_in": True})
    if request.method == "POST" and form.is_valid():
        try:
            person = people.add(actor, **form.values())
        except Invalid as problem:
            refuse(form, problem)
        else:
            if "invite" in request.POST and person.mail:
                return _invited(request, actor, person)
            messages.success(request, _("Person added"))
            return redirect("person", person.pk)
    buttons = [("invite", "yes", _("Add and invite"))]
    return show(
        request, "person_form.html", {"form": form, "person": None, "buttons": buttons}, 422 if form.errors else 200
    )


@require_GET
@needs(territory.ADMINISTER)
def detail(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """One person: what is known, roles, teams, last tries to sign in, history."""
    return _detail(request, actor, territory.person(actor, key), RoleForm(actor))


def _detail(request: HttpRequest, actor: Actor, person: Person, form: RoleForm) -> HttpResponse:
    context: dict[str, Any] = {
        "person": person,
        "state": listing.state_words()[queries.state_of(person)],
        "rows": listing.facts_of(person),
        "grants": queries.grants_of(person),
        "memberships": Membership.objects.filter(person=person).select_related("team__organisation"),
        "form": form,
        "tries": attempts.of(person.mail)[:5] if person.mail else (),
        "history": listing.history(queries.history_of(actor, f"person:{person.pk}")),
        "myself": person.pk == actor.person_id,
        "erased": hasattr(person, "erasure"),
        "may_erase": may(actor, erasing.ERASE),
    }
    return show(request, "person.html", context, 422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(territory.ADMINISTER)
def edit(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """Change what is written about somebody."""
    person = territory.person(actor, key)
    form = PersonForm(actor, request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            people.change(actor, person, **form.values())
        except Invalid as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Person saved"))
            return redirect("person", person.pk)
    return show(request, "person_form.html", {"form": form, "person": person}, 422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(territory.MARK)
def attention(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """Whether somebody needs particular attention, and who said so when."""
    person = territory.person(actor, key, territory.MARK)
    form = AttentionForm(request.POST if request.method == "POST" else None, initial={"vip": person.vip})
    if request.method == "POST" and form.is_valid():
        try:
            people.mark(actor, person, vip=form.cleaned_data["vip"])
        except FettleError as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Person saved"))
            return redirect("person-attention", person.pk)
    history = listing.history(queries.marks_of(actor, person), "vip")
    context = {"person": person, "form": form, "history": history, "administers": may(actor, territory.ADMINISTER)}
    return show(request, "attention.html", context, 422 if form.errors else 200)


@require_POST
@needs(territory.ADMINISTER)
def invite(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """Mail an invitation, and show its link: without mail it can be handed over by other ways."""
    return _invited(request, actor, territory.person(actor, key))


def _invited(request: HttpRequest, actor: Actor, person: Person) -> HttpResponse:
    try:
        secret = letters.invite(actor, person)
    except FettleError as problem:
        tell(request, problem)
        return redirect("person", person.pk)
    held = WITHHELD.get(leaving.withheld())
    answer = show(request, "invited.html", {"person": person, "address": letters.address(secret), "held": held})
    answer["Content-Location"] = reverse("person", args=[person.pk])
    return answer


@require_POST
@needs(territory.ADMINISTER)
def end_sessions(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """Sign somebody out everywhere."""
    people.end_sessions(actor, territory.person(actor, key))
    messages.success(request, _("All sessions are ended"))
    return redirect("person", key)


@require_POST
@needs(territory.ADMINISTER)
def activate(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    people.activate(actor, territory.person(actor, key))
    messages.success(request, _("Person activated"))
    return redirect("person", key)


@require_POST
@needs(territory.ADMINISTER)
def give_role(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """Give a role."""
    person = territory.person(actor, key)
    form = RoleForm(actor, request.POST)
    if form.is_valid():
        try:
            rights.give(actor, person, **form.values())
        except Invalid as problem:
            refuse(form, problem)
        else:
            keep_own_session(request, person)
            messages.success(request, _("Role given"))
            return redirect("person", key)
    return _detail(request, actor, person, form)


@require_POST
@needs(territory.ADMINISTER)
def take_role(request: HttpRequest, actor: Actor, key: int, grant: int) -> HttpResponse:
    """Take a role."""
    person = territory.person(actor, key)
    try:
        rights.take(actor, person, grant)
    except FettleError as problem:
        tell(request, problem)
    else:
        keep_own_session(request, person)
        messages.success(request, _("Role removed"))
    return redirect("person", key)


def keep_own_session(request: HttpRequest, person: Person) -> None:
    """Whoever changes their own rights goes on in a new session; everybody else's sessions end."""
    if person.pk == request.user.pk:
        update_session_auth_hash(request, person)
