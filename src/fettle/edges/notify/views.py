"""Notices of the person who reads, and the mail log of those who run the installation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fettle.edges.notify import actions, leaving, queries, tables
from fettle.edges.notify.models import OutgoingMail
from fettle.edges.notify.server import server
from fettle.edges.notify.smtp import Fate
from fettle.edges.notify.wording import WITHHELD
from fettle.edges.pages import addresses
from fettle.edges.pages.lists import Empty, Pager
from fettle.edges.pages.page import actor_of, show
from fettle.kernel.access.ask import everywhere, require_everywhere
from fettle.kernel.errors import Invalid
from fettle.kernel.records.values import whole

ON_A_PAGE = 50


def _first(request: HttpRequest) -> int:
    """The place of the page's first row, from 0."""
    return whole(request.GET.get("from", "")) or 0


def paged(request: HttpRequest, rows: QuerySet[Any]) -> tuple[list[Any], Pager]:
    """A page of rows. No count: the log may be long."""
    first = _first(request)
    found = list(rows[first : first + ON_A_PAGE + 1])
    return found[:ON_A_PAGE], _pager(request, first, len(found))


def _pager(request: HttpRequest, first: int, found: int) -> Pager:
    def address(start: int) -> str:
        query = request.GET.copy()
        query["from"] = str(start)
        return f"?{query.urlencode()}"

    return Pager(
        first + 1 if found else 0,
        first + min(found, ON_A_PAGE),
        None,
        address(max(0, first - ON_A_PAGE)) if first else "",
        address(first + ON_A_PAGE) if found > ON_A_PAGE else "",
    )


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    actor, first = actor_of(request), _first(request)
    found = queries.notices(actor, first, ON_A_PAGE + 1)
    shown = [(notice, addresses.read_by(actor, notice.record)) for notice in found]
    context = {"notices": shown[:ON_A_PAGE], "unread": queries.unread(actor.person_id)}
    return show(request, "notify/notices.html", context | {"pager": _pager(request, first, len(shown))})


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark one notice or all of them as read, or one as unread."""
    actor, asked = actor_of(request), request.POST.get("notice", "")
    notice = whole(asked, 17)
    if asked and notice is None:
        raise Invalid({"notice": _("Choose a notification of the list.")})
    if request.POST.get("unread") and notice is not None:
        actions.mark_unread(actor, notice)
    else:
        actions.mark_read(actor, *([] if notice is None else [notice]))
    return redirect("notifications")


@require_GET
def mails(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    state, text = request.GET.get("state", ""), request.GET.get("q", "").strip()
    states = OutgoingMail.State.choices
    rows, pager = paged(request, queries.mails(actor, state if state in dict(states) else "", text))
    empty = Empty(_("No mail matches.") if state or text else _("No mail was written yet."), icon="mail")
    context = {"table": tables.mails(rows), "empty": empty, "pager": pager, "q": text, "state": state, "states": states}
    context |= {"held": WITHHELD.get(leaving.withheld()), "administers": everywhere(actor, actions.ADMINISTER)}
    return show(request, "notify/mails.html", context)


@require_GET
def decisions(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    told, text = request.GET.get("told", ""), request.GET.get("q", "").strip()
    rows, pager = paged(request, queries.decisions(actor, {"yes": True, "no": False}.get(told), text))
    empty = Empty(_("No decision matches.") if told or text else _("Nothing was decided yet."), icon="mail")
    context = {"table": tables.decisions(rows), "empty": empty, "pager": pager, "q": text, "told": told}
    return show(request, "notify/decisions.html", context | {"administers": everywhere(actor, actions.ADMINISTER)})


@require_http_methods(["GET", "POST"])
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail; posted: send it again."""
    actor = actor_of(request)
    if request.method == "POST":
        actions.send_again(actor, pk)
        messages.success(request, _("It is on its way again."))
        return redirect("mail", pk)
    found = queries.mail(actor, pk)
    administers = everywhere(actor, actions.ADMINISTER)
    context = {
        "mail": found,
        "administers": administers,
        "record_url": addresses.of(found.record) if found.record else "",
        "became": tables.became(found),
        "readable": administers or not found.private,
        "again": administers and found.state in (leaving.State.FAILED, leaving.State.WITHHELD),
    }
    return show(request, "notify/mail.html", context)


@require_http_methods(["GET", "POST"])
def mail_server(request: HttpRequest) -> HttpResponse:
    """The server in force, its password, and a test mail with the server's own answer."""
    actor = actor_of(request)
    require_everywhere(actor, actions.ADMINISTER)
    if request.method == "POST" and "password" in request.POST:
        actions.keep_password(actor, request.POST["password"])
        messages.success(request, _("The password is kept."))
        return redirect("mail-server")
    outcome, address = None, request.POST.get("address", "").strip()
    if request.method == "POST":
        outcome = actions.test_mail(actor, address)
    context = {"server": server(), "outcome": outcome, "arrived": outcome and outcome.fate is Fate.SENT}
    return show(request, "notify/server.html", context | {"address": address})
