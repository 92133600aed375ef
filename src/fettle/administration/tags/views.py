"""The pages of the tags themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fettle.administration.definitions import procedure
from fettle.administration.guard import needs
from fettle.administration.page import refuse, show
from fettle.administration.people import listing
from fettle.administration.people.queries import history_of
from fettle.administration.tags.forms import ChangedTag, MergeForm, NewTag
from fettle.administration.tags.queries import counts
from fettle.edges.pages import lists
from fettle.edges.pages.once import once
from fettle.edges.transfer.tables import as_file
from fettle.facilities.tags import actions, queries
from fettle.facilities.tags.definitions import HANDLING, MANAGE
from fettle.facilities.tags.models import Tag
from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import FettleError, NotSeen

PER_PAGE = 50


@require_GET
@needs(MANAGE)
def tags(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All of them, and on how many records each stands."""
    words = request.GET.get("q", "").strip()[:40]
    rows = queries.managed(actor).filter(name__icontains=words) if words else queries.managed(actor)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "table": _table(actor, list(page)),
        "pager": listing.pager(request, page) if page.paginator.num_pages > 1 else None,
        "q": words,
        "procedure": procedure.of(actor, HANDLING.key),
    }
    return show(request, "tags.html", context)


def _table(actor: Actor, rows: list[Tag]) -> lists.Table:
    found = counts(actor, [tag.pk for tag in rows])
    columns = [
        lists.Column(_("Tag"), "name"),
        lists.Column(_("Organisation"), "text"),
        lists.Column(_("Records"), "figure", end=True),
        lists.Column(_("Looks like"), "text"),
    ]
    return lists.Table(
        _("Tags"),
        columns,
        [
            lists.Row(
                str(tag.pk),
                [
                    lists.Cell("link", tag.name, url=reverse("tag", args=[tag.pk])),
                    lists.Cell("wraps", tag.organisation.name),
                    lists.Cell("text", found.get(tag.pk, 0), url=_records(tag) if found.get(tag.pk) else "", end=True),
                    lists.Cell("chips", _chips(tag)),
                ],
            )
            for tag in rows
        ],
    )


def _chips(tag: Tag) -> list[lists.Tag]:
    return [lists.Tag(tag.name, tag.colour), *([lists.Tag(_("Retired"))] if tag.retired else ())]  # type: ignore[arg-type]


def _records(tag: Tag) -> str:
    return f"/desk/?every=1&layout=list&tags=tag:{tag.pk}"


@require_GET
@needs(MANAGE)
def export(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The list as CSV."""
    rows = list(queries.managed(actor))
    found = counts(actor, [tag.pk for tag in rows])
    head = ("name", "colour", "organisation", "retired", "records")
    body = ((tag.name, tag.colour, tag.organisation.name, tag.retired, found.get(tag.pk, 0)) for tag in rows)
    return as_file([head, *body], "tags")


@require_http_methods(["GET", "POST"])
@once
@needs(MANAGE)
def add(request: HttpRequest, actor: Actor) -> HttpResponse:
    form = NewTag(actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make(actor, **form.cleaned_data)
        except FettleError as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Tag added"))
            return redirect("tag", made.pk)
    context = {"form": form, "title": _("Add tag"), "back": "tags"}
    return show(request, "party_form.html", context, 422 if form.errors else 200)


def _others(actor: Actor, tag: Tag) -> QuerySet[Tag]:
    """Those in which it may go on: they may stand wherever it does."""
    lineage = [int(part) for part in tag.organisation.path.split("/") if part]
    return queries.managed(actor).filter(retired=False, organisation_id__in=lineage).exclude(pk=tag.pk)


def one_of(actor: Actor, key: int) -> Tag:
    """One of those that the actor keeps. Raises NotSeen."""
    found = queries.managed(actor).filter(pk=key).first()
    if found is None:
        raise NotSeen(_("There is no such tag here, or it is not for you to see."))
    return found


@require_http_methods(["GET", "POST"])
@needs(MANAGE)
def one(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """Rename it, give it a colour, retire it."""
    tag = one_of(actor, key)
    form = ChangedTag(request.POST or None, initial=_as_it_is(tag))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(actor, tag, **form.cleaned_data)
        except FettleError as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Tag saved"))
            return redirect("tag", key)
    return _page(request, actor, tag, form, MergeForm(_others(actor, tag)))


def _as_it_is(tag: Tag) -> dict[str, Any]:
    return {"name": tag.name, "colour": tag.colour, "retired": tag.retired}


def _page(request: HttpRequest, actor: Actor, tag: Tag, form: ChangedTag, merging: MergeForm) -> HttpResponse:
    context = {
        "tag": tag,
        "form": form,
        "merging": merging,
        "others": _others(actor, tag).exists(),
        "count": counts(actor, [tag.pk]).get(tag.pk, 0),
        "records_url": _records(tag),
        "history": listing.history(history_of(actor, f"tag:{tag.pk}")),
    }
    return show(request, "tag.html", context, 422 if form.errors or merging.errors else 200)


@require_POST
@needs(MANAGE)
def merge(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """It goes on in another one."""
    tag = one_of(actor, key)
    merging = MergeForm(_others(actor, tag), request.POST)
    if merging.is_valid():
        try:
            into = actions.merge(actor, tag, merging.cleaned_data["into"])
        except FettleError as problem:
            refuse(merging, problem)
        else:
            messages.success(request, _("“%(tag)s” goes on in “%(into)s”.") % {"tag": tag.name, "into": into.name})
            return redirect("tag", into.pk)
    return _page(request, actor, tag, ChangedTag(initial=_as_it_is(tag)), merging)
