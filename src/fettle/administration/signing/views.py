"""Signing in and out."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from fettle.administration.page import show
from fettle.administration.signing.forms import AskForLink, SignIn
from fettle.administration.signing.jobs import mail_link
from fettle.edges.pages.undo import ours
from fettle.kernel.jobs import enqueue
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.orgs.signing import links, password

PROVED = "proved_by_link"
"""In a session: a link has just shown who this is, so the old password is not asked for."""
STARTS = "guided_start"
"""In a session: the link of the first start opened the guided start."""


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """By address and password."""
    if request.user.is_authenticated:
        return redirect(_onward(request))
    form = SignIn(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = password.check(request, form.cleaned_data["mail"], form.cleaned_data["password"])
        if person is not None:
            _enter(request, person)
            return redirect(_onward(request))
        form.add_error(None, password.describe())
    status = 422 if form.errors else 200
    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next", ""), **_demo()}
    return show(request, "sign_in.html", context, status)


@never_cache
@require_http_methods(["GET", "POST"])
def ask_for_link(request: HttpRequest, purpose: str = "sign_in") -> HttpResponse:
    """Have a link mailed: to sign in without a password, to claim what was recorded in one's name, or to choose a new
    password. Known or unknown address: the answer is the same, and takes the same time.
    """
    form = AskForLink(request.POST or None)
    context = {"form": form, "resetting": purpose == "reset"}
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            enqueue(mail_link, mail=form.cleaned_data["mail"], purpose=purpose, wish=uuid4().hex)
        return show(request, "link_sent.html", {**context, "mail": form.cleaned_data["mail"]})
    return show(request, "ask_for_link.html", context, 422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """GET shows whom the link lets in and changes nothing; POST spends it."""
    if request.method == "GET":
        link = links.look(secret)
        context = {"link": link, "person": link.person if link else None}
        return show(request, "by_link.html", context, 200 if link else 410)
    link = links.use(secret)
    if link is None:
        return show(request, "by_link.html", {"link": None, "person": None}, 410)
    if link.person is None:
        request.session.cycle_key()
        request.session[STARTS] = True
        return redirect("start")
    _enter(request, link.person)
    if link.purpose == links.Purpose.SIGN_IN:
        return redirect(settings.LOGIN_REDIRECT_URL)
    request.session[PROVED] = True
    return redirect("choose-password")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    logout(request)
    messages.success(request, _("You are signed out."))
    return redirect("sign-in")


def _enter(request: HttpRequest, person: Person) -> None:
    """Django's login: a new session key, and the session bound to password and epoch."""
    login(request, person, backend=password.BACKEND)


def _onward(request: HttpRequest) -> str:
    """Where the person wanted to go, when that is a page of ours."""
    return ours(request.POST.get("next") or request.GET.get("next", "")) or settings.LOGIN_REDIRECT_URL


def _demo() -> dict[str, object]:
    """The sign-ins of demo data, offered on the page where there is nothing to protect."""
    people = Person.objects.filter(demo=True, is_active=True, may_sign_in=True).order_by("pk")[:8]
    return {"demo": people, "house": Organisation.objects.filter(parent=None).first()}
