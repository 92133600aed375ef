"""One's own page: profile, password, sessions, tokens."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from fettle.administration.guard import personal
from fettle.administration.page import refuse, show
from fettle.administration.profile.forms import Keys, MakeToken, Profile, Times
from fettle.administration.signing.forms import ChoosePassword
from fettle.administration.signing.views import PROVED
from fettle.edges.notify import actions as notify
from fettle.edges.notify import choices, wording
from fettle.edges.pages import keys
from fettle.edges.rest import tokens
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.errors import Invalid
from fettle.kernel.orgs.models import Person
from fettle.kernel.orgs.signing import attempts, password
from fettle.kernel.settings import oneself
from fettle.processes.surveys import queries as satisfaction


@require_http_methods(["GET", "POST"])
@personal
def profile(request: HttpRequest, actor: Actor, person: Person) -> HttpResponse:
    """How I am called, how I like my screen."""
    form = Profile(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        oneself.change(actor, **form.cleaned_data)
        with translation.override(form.cleaned_data["language"]):  # that of the page on which it stands
            messages.success(request, _("Profile saved"))
        return redirect("profile")
    tries = attempts.of(person.mail or "")[:5]
    context = {
        "form": form,
        "tokens": tokens.of(person),
        "tries": tries,
        "is_agent": may(actor, "incidents.work"),
        "own": satisfaction.own(actor),
    }
    return show(request, "profile.html", context, 422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@personal
def notices(request: HttpRequest, actor: Actor, person: Person) -> HttpResponse:
    """What I am told of, and by which way. What is not ticked is declined."""
    offered = choices.of(person)
    if request.method == "POST":
        declined = {way: [c.fact for c in offered if f"{way}-{c.fact}" not in request.POST] for way in wording.WAYS}
        choices.choose(person, declined)
        messages.success(request, _("Notifications saved"))
        return redirect("own-notices")
    return show(request, "own_notices.html", {"choices": offered})


@require_http_methods(["GET", "POST"])
@personal
def mail_times(request: HttpRequest, actor: Actor, person: Person) -> HttpResponse:
    """In which hours no mail leaves for me, and whether I get a digest."""
    form = Times(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            notify.choose_times(actor, form.wishes())
        except Invalid as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Saved. It holds from the next mail on."))
            return redirect("own-times")
    context = {"form": form, "zone": person.settled_zone}
    return show(request, "own_times.html", context, 422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@personal
def own_keys(request: HttpRequest, actor: Actor, person: Person) -> HttpResponse:
    """Which single key I press for what."""
    keys.works_with_keys(actor)
    form = Keys(person, request.POST if request.method == "POST" and "standard" not in request.POST else None)
    if request.method == "POST":
        wanted = dict.fromkeys(form.fields) if not form.is_bound else form.cleaned_data if form.is_valid() else {}
        try:
            if wanted:
                keys.choose(actor, person, wanted)
                messages.success(request, _("Keys saved"))
                return redirect("own-keys")
        except Invalid as problem:
            refuse(form, problem)
    context = {"form": form, "on": person.single_keys}
    return show(request, "own_keys.html", context, 422 if form.errors else 200)


@require_POST
@personal
def theme(request: HttpRequest, actor: Actor, person: Person) -> HttpResponse:
    """The switch in the top bar."""
    wanted = request.POST.get("theme")
    if wanted in ("light", "dark", "auto"):
        oneself.change(actor, theme=wanted)
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return HttpResponse(status=204)
    return redirect("profile")


@sensitive_post_parameters("old", "password")
@require_http_methods(["GET", "POST"])
@personal
def choose_password(request: HttpRequest, actor: Actor, person: Person) -> HttpResponse:
    """A new password ends all other sessions. The old one is asked for, unless a link has just shown who this is."""
    proved = bool(request.session.get(PROVED)) or not person.has_usable_password()
    form = ChoosePassword(request.POST or None, proved=proved)
    if request.method == "POST" and form.is_valid() and _is_right(request, person, form, proved):
        try:
            password.choose(person, form.cleaned_data["password"])
        except Invalid as problem:
            refuse(form, problem)
        else:
            update_session_auth_hash(request, person)
            request.session.pop(PROVED, None)
            messages.success(request, _("Password changed. All other sessions are ended."))
            return redirect("profile")
    return show(request, "choose_password.html", {"form": form, "proved": proved}, 422 if form.errors else 200)


def _is_right(request: HttpRequest, person: Person, form: ChoosePassword, proved: bool) -> bool:
    if proved or password.check(request, person.mail or "", form.cleaned_data["old"]):
        return True
    form.add_error("old", _("This is not your password until now, or there were too many tries."))
    return False


@require_POST
@personal
def end_sessions(request: HttpRequest, actor: Actor, person: Person) -> HttpResponse:
    """Sign out everywhere but here."""
    password.sign_out_everywhere(person)
    update_session_auth_hash(request, person)
    messages.success(request, _("All other sessions are ended."))
    return redirect("profile")


@require_http_methods(["GET", "POST"])
@personal
def make_token(request: HttpRequest, actor: Actor, person: Person) -> HttpResponse:
    """Make a token; the answer is the only page that ever shows it."""
    form = MakeToken(request.POST or None)
    if request.method == "POST" and form.is_valid():
        days = form.cleaned_data["days"]
        expires = timezone.now() + timedelta(days=days) if days else None
        given = form.cleaned_data
        _token, secret = tokens.issue(actor, person, given["name"], given["scope"], expires)
        return show(request, "token_made.html", {"secret": secret, "name": form.cleaned_data["name"]})
    return show(request, "make_token.html", {"form": form}, 422 if form.errors else 200)


@require_POST
@personal
def revoke_token(request: HttpRequest, actor: Actor, person: Person, key: int) -> HttpResponse:
    """End one of my tokens; ending it twice is no fault."""
    for token in tokens.of(person):
        if token.pk == key:
            tokens.revoke(actor, token)
            messages.success(request, _("Token revoked"))
    return redirect("profile")
