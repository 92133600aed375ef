"""The mailboxes, and the page of each: how it is, how it is set up, its password, a trial."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_http_methods

from fettle.edges.mail import actions, queries, tables
from fettle.edges.mail.mailboxes import DROP, FIELDS, IMAP, MAILBOXES, OPEN, TLS
from fettle.edges.mail.models import MailboxState
from fettle.edges.mail.sources import drop
from fettle.edges.notify.models import Secret
from fettle.edges.pages.inputs import form_of, refuse
from fettle.edges.pages.lists import Empty
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, show
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require_everywhere
from fettle.kernel.errors import Invalid
from fettle.kernel.settings.read import current

NEW = {"unknown": OPEN, "source": IMAP, "tls": TLS, "port": 993, "active": True}
SERVER = ("host", "port", "tls", "user", "folder", "done_folder")
GROUPS = (
    (_l("What it is"), ("code", "label", "address", "active")),
    (_l("What becomes of its mails"), ("route", "team", "unknown", "organisation", "bulk")),
    (_l("Where its mails come from"), ("source",)),
    (_l("The mail server"), SERVER),
    (_l("What the server does with addresses"), ("plus", "checked_by")),
)


def _sections(form: forms.Form) -> list[tuple[str, list[Any]]]:
    """What there is to say about a mail server is asked where mails come from one."""
    groups = [(title, names) for title, names in GROUPS if names != SERVER or form["source"].value() == IMAP]
    return [(str(title), [form[name] for name in names if name in form.fields]) for title, names in groups]


def _form(actor: Actor, data: Any, values: dict[str, Any], *, new: bool) -> forms.Form:
    """The code of a mailbox stays: mails, passwords and folders are known by it."""
    fields = [field for field in FIELDS if new or field.name != "code"]
    kept = {name: _meant(name, value, actor) for name, value in values.items()}
    return form_of(fields, actor, data, kept)


def _meant(name: str, value: Any, actor: Actor) -> Any:
    """A team or organisation as itself; one that is gone is left out."""
    if name not in ("team", "organisation") or not value:
        return value
    try:
        return next(field for field in FIELDS if field.name == name).type.clean(value, actor)
    except ValueError:
        return None


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require_everywhere(actor, queries.ADMINISTER)
    states = {state.code: state for state in MailboxState.objects.all()}
    table = tables.boxes(current()[MAILBOXES.key], states)
    empty = Empty(_("No mailbox yet: mails to the service desk come in from here."), icon="mail")
    return show(request, "mail/mailboxes.html", {"table": table, "empty": empty, "administers": True})


@require_http_methods(["GET", "POST"])
@once
def add(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require_everywhere(actor, queries.ADMINISTER)
    form = _form(actor, request.POST or None, NEW, new=True)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.save_mailbox(actor, "", form.cleaned_data)
        except Invalid as invalid:
            refuse(form, invalid)
        else:
            messages.success(request, _("The mailbox is added."))
            return redirect("mailbox", made.code)
    context = {"form": form, "sections": _sections(form), "title": _("Add mailbox"), "administers": True}
    context |= {"submit_label": _("Add mailbox")}
    return show(request, "mail/mailbox.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def mailbox(request: HttpRequest, code: str) -> HttpResponse:
    """Posted: ``do`` says which of its forms; without it the mailbox is saved."""
    actor = actor_of(request)
    box = actions.known(actor, code)
    deed = request.POST.get("do", "") if request.method == "POST" else ""
    if deed == "password":
        actions.keep_password(actor, code, request.POST.get("password", ""))
        messages.success(request, _("The password is kept."))
        return redirect("mailbox", code)
    outcome = None
    if deed in ("try", "look"):
        outcome = {"try": actions.try_out, "look": actions.look}[deed](actor, code)
    row = next(row for row in current()[MAILBOXES.key] if row["code"] == code)
    sent = request.POST if request.method == "POST" and not deed else None
    form = _form(actor, sent, row, new=False)
    if sent is not None and form.is_valid():
        try:
            actions.save_mailbox(actor, code, form.cleaned_data)
        except Invalid as invalid:
            refuse(form, invalid)
        else:
            messages.success(request, _("Saved. It is in force now."))
            return redirect("mailbox", code)
    state = MailboxState.objects.filter(pk=code).first()
    context = {
        "form": form,
        "sections": _sections(form),
        "title": box.label,
        "box": box,
        "state": state,
        "how": tables.how_it_is(box, state),
        "deed": deed,
        "outcome": outcome,
        "has_password": Secret.objects.filter(pk=box.secret).exists(),
        "imap": box.source == IMAP,
        "folder": drop.folder(box) if box.source == DROP else "",
        "administers": True,
        "submit_label": _("Save mailbox"),
    }
    return show(request, "mail/mailbox.html", context, status=422 if form.errors else 200)
