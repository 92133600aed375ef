"""The log of mails that came in, one mail with what was decided and why, and the tester."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from fettle.edges.mail import actions, elsewhere, intake, pictures, queries, tables, trying, wording
from fettle.edges.mail.apart import read
from fettle.edges.mail.mailboxes import MAILBOXES
from fettle.edges.mail.message import Message, Unreadable
from fettle.edges.mail.models import IncomingMail
from fettle.edges.notify.views import paged
from fettle.edges.pages import addresses
from fettle.edges.pages.lists import Empty
from fettle.edges.pages.page import actor_of, show
from fettle.facilities.discussion import media
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import everywhere, require_everywhere
from fettle.kernel.errors import Forbidden, Invalid, NotSeen, WhoMay
from fettle.kernel.settings.read import current

State = IncomingMail.State
LONGEST_HEADERS = 20_000
MOST_IMAGE_BYTES = 10_000_000
SEALED = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data:; "
    "style-src 'unsafe-inline'; frame-ancestors 'self'"
)
"""For the body of a mail: it may load and run nothing, is of no origin, and only our own pages may frame it."""


def names() -> dict[str, str]:
    """What each mailbox is called."""
    return {row["code"]: row["label"] for row in current()[MAILBOXES.key]}


@require_GET
def mails(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    asked = {name: request.GET.get(name, "").strip() for name in ("state", "q", "mailbox")}
    states = [(queries.ALL_WAITING, _("All that waits")), *State.choices]
    state = asked["state"] if asked["state"] in dict(states) else ""
    rows, pager = paged(request, queries.mails(actor, state, asked["q"], asked["mailbox"]))
    nothing = _("No mail matches.") if any(asked.values()) else _("No mail came in yet.")
    context = {
        "table": tables.mails(rows, names()),
        "empty": Empty(nothing, icon="mail"),
        "pager": pager,
        "states": states,
        "mailboxes": names().items(),
        "unset": not names(),
        "decides": everywhere(actor, queries.DECIDE),
        "administers": everywhere(actor, queries.ADMINISTER),
        **asked,
    }
    return show(request, "mail/mails.html", context)


@require_http_methods(["GET", "POST"])
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail; posted: take it in, set it aside, or show the pictures that it names elsewhere."""
    actor = actor_of(request)
    found, problem = queries.mail(actor, pk), ""
    if request.method == "POST" and request.POST.get("do") == "take_in":
        actions.take_in(actor, pk)
        messages.success(request, _("It is read and decided about anew."))
        return redirect("incoming-mail", pk)
    if request.method == "POST" and request.POST.get("do") == "pictures":
        actions.show_pictures(actor, pk)
        return redirect(f"{reverse('incoming-mail', args=[pk])}?pictures=shown#pictures")
    if request.method == "POST":
        try:
            actions.set_aside(actor, pk, reason=request.POST.get("reason", ""))
        except Invalid as invalid:
            problem = invalid.errors["reason"]
        else:
            messages.success(request, _("It is set aside."))
            return redirect("incoming-mail", pk)
    message, unread = _message(found)
    decides = everywhere(actor, queries.DECIDE)
    context = {
        "mail": found,
        "message": message,
        "unread": unread,
        "mailbox": names().get(found.mailbox, found.mailbox),
        "decided": "" if found.state in queries.WAITING else wording.DECISIONS.get(found.decision, ""),
        "reasons": tables.reasons(found),
        "record_url": addresses.of(found.record) if found.record else "",
        "decides": decides,
        "pictures": pictures.of(found, elsewhere.pictures(message.html)) if message else None,
        "wanted": "pictures" in request.GET,
        "waits": decides and found.state in queries.WAITING,
        "again": decides and found.file_id and found.state in (*queries.WAITING, State.IGNORED),
        "whole": queries.whole(actor) and found.file_id,
        "problem": problem,
        "reason": request.POST.get("reason", ""),
        "log": everywhere(actor, queries.SEE),
        "administers": everywhere(actor, queries.ADMINISTER),
    }
    return show(request, "mail/mail.html", context, status=422 if problem else 200)


def _message(found: IncomingMail) -> tuple[Message | None, str | None]:
    """What the mail says, read anew, or its first lines where it cannot be read; None for both when it is gone."""
    try:
        raw = intake.original(found)
    except Unreadable:
        return None, None
    try:
        with read(raw) as (message, _folder):
            return message, ""
    except Unreadable:
        return None, raw[:LONGEST_HEADERS].decode("utf-8", "replace").replace("\x00", "�")


@require_safe
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """The formatted body, cleaned, in a page of its own that can do nothing; shown in a frame of ours."""
    found = queries.mail(actor_of(request), pk)
    try:
        with read(intake.original(found)) as (message, folder):
            fetched = pictures.of(found, elsewhere.pictures(message.html)).files if "pictures" in request.GET else ()
            page = _with_images(message, folder, dict(fetched))
    except Unreadable:
        raise NotSeen(_("There is no such mail, or it is not for you to see.")) from None
    head = '<!doctype html><meta charset="utf-8"><base target="_blank"><title>–</title>'
    style = (
        "<style>body{font:14px/1.5 system-ui,sans-serif;margin:12px;overflow-wrap:anywhere}img{max-width:100%}</style>"
    )
    response = HttpResponse(f"{head}{style}{page}", content_type="text/html; charset=utf-8")
    response["Content-Security-Policy"] = SEALED
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    return response


def _with_images(message: Message, folder: Path, fetched: Mapping[str, str]) -> str:
    """The images that are in the mail itself, and those from elsewhere that were fetched for it, put into its text: the
    reader's browser opens nothing for it.
    """
    files = {f"cid:{one.cid}": folder / one.at for one in message.files if one.cid}
    room = MOST_IMAGE_BYTES
    left_out: set[str] = set()  # a mail may name the same ten thousand times

    def source(named: str) -> str:
        nonlocal room
        if named in left_out:
            return ""
        content = b""
        if path := files.get(f"cid:{named[4:]}" if named.lower().startswith("cid:") else ""):
            content = path.read_bytes() if path.stat().st_size <= room else b""
        elif key := fetched.get(elsewhere.name_of(named)):
            content = pictures.content(key)
        kind = media.type_of(content[: media.ENOUGH]) if content else ""
        if kind not in media.IMAGES or len(content) > room:
            left_out.add(named)
            return ""
        room -= len(content)
        return f"data:{kind};base64,{base64.b64encode(content).decode()}"

    return elsewhere.put(message.html, source)


def picture(actor: Actor, pk: int, position: int) -> HttpResponse:
    """A picture from elsewhere that was fetched, counted from 1. Raises NotSeen."""
    found = queries.mail(actor, pk)
    addresses = pictures.addresses(found)
    there = dict(pictures.of(found, addresses).files)
    named = addresses[position - 1] if 0 < position <= len(addresses) else ""
    content = pictures.content(there.get(elsewhere.name_of(named), ""))
    kind = media.type_of(content[: media.ENOUGH]) if content else ""
    if kind not in media.IMAGES:
        raise NotSeen(_("This picture is not here: have the pictures of the mail shown first."))
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "DENY"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail as it came, to be saved. Only for those who look after all mails: it holds more than its text."""
    return as_it_came(actor_of(request), pk)


def as_it_came(actor: Actor, pk: int) -> HttpResponse:
    """Raises NotSeen, Forbidden."""
    found = queries.mail(actor, pk)
    if not queries.whole(actor):
        raise Forbidden(_("Mails as they came are for who looks after them."), WhoMay(queries.DECIDE))
    try:
        raw = intake.original(found)
    except Unreadable:
        raise NotSeen(_("The mail as it came is no longer there.")) from None
    response = HttpResponse(raw, content_type=media.OTHER)
    response["Content-Disposition"] = content_disposition_header(True, f"mail-{pk}.eml") or ""
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "POST"])
def tester(request: HttpRequest) -> HttpResponse:
    """What would happen if this mail arrived. Nothing is kept."""
    actor = actor_of(request)
    require_everywhere(actor, queries.DECIDE)
    context: dict[str, Any] = {
        "mailboxes": names().items(),
        "mailbox": request.POST.get("mailbox", ""),
        "text": request.POST.get("mail", ""),
        "decides": True,
        "administers": everywhere(actor, queries.ADMINISTER),
    }
    if request.method == "POST":
        file = request.FILES.get("file")
        raw = file.read(trying.MOST_BYTES + 1) if file else context["text"].encode()
        try:
            context["trial"] = trying.attempt(actor, context["mailbox"], raw)
        except Invalid as invalid:
            context["problem"] = str(invalid)
    return show(request, "mail/tester.html", context, status=422 if "problem" in context else 200)
