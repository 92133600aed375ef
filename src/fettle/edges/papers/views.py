"""The pages of a controlled text: its text, its versions, what differs between two, and its PDF."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fettle.edges.pages import addresses, detail, linking, prose
from fettle.edges.pages.head import head
from fettle.edges.pages.lists import View
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.panels import Panels
from fettle.edges.papers import paper
from fettle.edges.papers.wording import STANDS, standing, to_readers
from fettle.facilities.documents import diff, queries
from fettle.facilities.documents.models import Version
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import audiences, get
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF, whole

Page = Callable[..., HttpResponse]
PLAIN, READERS = Panels(standing=standing), Panels(standing=to_readers)


def record(*kinds: Kind) -> Page:
    """The text that holds, or for staff the draft where nothing holds yet; ``?draft`` shows the draft beside it."""

    @require_GET
    def view(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        found = get(actor, number, *kinds)
        item, staff = found.item, STAFF in audiences(actor, found)
        wanted = item.draft if staff and item.draft and ("draft" in request.GET or not item.in_force) else item.in_force
        shown = queries.version(actor, found, wanted) if wanted else None
        context = detail.context(request, actor, found, PLAIN) | around(actor, found, "text")
        context |= _said(found, shown) if shown else {"shown": None}
        unread = queries.unread(found)
        context |= {
            "staff": staff,
            "to_confirm": actor.person_id in unread and shown is not None and shown.number == item.in_force,
            "unread": len(unread) if staff else 0,
        }
        return show(request, "papers/record.html", context)

    return view


def versions(*kinds: Kind) -> Page:
    """All versions, each with what became of it."""

    @require_GET
    def view(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        found = get(actor, number, *kinds)
        rows = [_row(found, each) for each in queries.versions(actor, found)]
        return show(request, "papers/versions.html", around(actor, found, "versions") | {"rows": rows})

    return view


def version(*kinds: Kind) -> Page:
    """One version as it was."""

    @require_GET
    def view(request: HttpRequest, number: str, version: str) -> HttpResponse:
        actor = actor_of(request)
        found = get(actor, number, *kinds)
        shown = queries.version(actor, found, int(version))
        return show(request, "papers/version.html", around(actor, found, "versions") | _said(found, shown))

    return view


def compare(*kinds: Kind) -> Page:
    """What differs from ``?old=`` to ``?new=``; ``?layout=inline`` puts both into one column. Without them the newest
    version is compared with the one before.
    """

    @require_GET
    def view(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        found = get(actor, number, *kinds)
        rows = queries.versions(actor, found)
        numbers = [each.number for each in rows]
        new = _number(request, "new") or (numbers[0] if numbers else 0)
        old = _number(request, "old") or next((each for each in numbers if each < new), new)
        lines = diff.diff(*(queries.version(actor, found, each).text for each in (old, new)))
        context = around(actor, found, "versions") | {
            "numbers": numbers,
            "old": old,
            "new": new,
            "inline": request.GET.get("layout") == "inline",
            "lines": list(diff.folded(lines)),
            "same": all(line.same for line in lines),
        }
        return show(request, "papers/compare.html", context)

    return view


def used_by(*kinds: Kind) -> Page:
    """The records that point to the document."""

    @require_GET
    def view(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        found = get(actor, number, *kinds)
        return show(request, "papers/used_by.html", around(actor, found, "used"))

    return view


def pdf(*kinds: Kind) -> Page:
    """A version on paper: the one in force, or ``?version=``."""

    @require_GET
    def view(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        return on_paper(actor, get(actor, number, *kinds), _number(request, "version"))

    return view


def on_paper(actor: Actor, found: Record, version: int) -> HttpResponse:
    """This version as PDF; 0 is the one in force, else the draft. Raises NotSeen."""
    item = found.item
    shown = queries.version(actor, found, version or item.in_force or item.draft or 0)
    response = HttpResponse(paper.write(found, shown), content_type="application/pdf")
    name = f"{found.number}-{shown.number}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def around(actor: Actor, found: Record, tab: str) -> dict[str, Any]:
    """Head and tabs, alike on all pages of a document."""
    staff = STAFF in audiences(actor, found)
    tabs = [("text", _("Text"), ""), ("versions", _("Versions"), "versions")]
    tabs += [("distribution", _("Distribution"), "distribution")] if staff else []
    tabs += [("used", _("Used by"), "used-by")]
    return {
        "record": found,
        "head": head(actor, found, PLAIN if staff else READERS),
        "views": [
            View(str(label), addresses.of(found, *([rest] if rest else [])), current=key == tab)
            for key, label, rest in tabs
        ],
        "base": addresses.of(found),
        "writes": may(actor, found.declared.flow.by_verb["write"].may, found),
        **linking.panel(actor, found),
    }


def _said(found: Record, shown: Version) -> dict[str, Any]:
    """A version's text and where it stands."""
    stands = queries.stands(found, shown)
    return {
        "shown": shown,
        "html": prose.shown(shown.text),
        "stands": STANDS[stands],
        "holds": stands == "published",
        "ahead": stands == "published" and found.item.effective_on > timezone.localdate(),
    }


def _row(found: Record, each: Version) -> dict[str, Any]:
    return {"version": each, "stands": STANDS[queries.stands(found, each)], "approval": getattr(each, "approval", None)}


def _number(request: HttpRequest, name: str) -> int:
    """A number of a version in the address, 0 where there is none."""
    return whole(request.GET.get(name, "")) or 0


def back(found: Record, *rest: str) -> HttpResponse:
    """To a page of the document, after something was done."""
    return HttpResponseRedirect(addresses.of(found, *rest), status=303)
