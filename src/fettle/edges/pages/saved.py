"""Saved views: a name for an address of a list, with filter, columns, sort and density. Own or shared by staff."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fettle.edges.pages.asked import Asked
from fettle.edges.pages.lists import View
from fettle.edges.pages.models import SavedView
from fettle.edges.pages.page import actor_of, person_of, show
from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Invalid, NotSeen

LONGEST_QUERY = 2000


def tabs(actor: Actor, path: str, asked: Asked) -> list[View]:
    """The reader's views of a list; the current one is that whose address this is."""
    here = asked.query()
    rows = usable(actor).filter(path=path)
    return [View(row.name, f"{path}?{row.query}", current=row.query == here) for row in rows]


def usable(actor: Actor) -> QuerySet[SavedView]:
    """One's own views, and for staff those that others share, by name."""
    mine = Q(person_id=actor.person_id)
    return SavedView.objects.filter(mine | Q(shared=True) if actor.is_staff else mine).order_by("name", "pk")


class ViewForm(forms.Form):
    name = forms.CharField(max_length=60)
    shared = forms.BooleanField(required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the view")
        self.fields["name"].widget.attrs["autofocus"] = True
        self.fields["shared"].label = _("Shared with all staff")
        if not actor.is_staff:
            del self.fields["shared"]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """One's own views and those shared by others."""
    actor = actor_of(request)
    rows = list(usable(actor).select_related("person"))
    mine = [row for row in rows if row.person_id == actor.person_id]
    return show(request, "pages/views.html", {"mine": mine, "others": [row for row in rows if row not in mine]})


def new(request: HttpRequest) -> HttpResponse:
    """Give the list one came from a name. Raises Invalid for an address that is no list of the house."""
    actor = actor_of(request)
    given = request.GET.copy()
    path = given.pop("list", [""])[-1]
    query = tidy(path, given)
    form = ViewForm(actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        keep(actor, path, query, form.cleaned_data["name"], bool(form.cleaned_data.get("shared")))
        messages.success(request, _("View saved"))
        return HttpResponseRedirect(f"{path}?{query}")
    context = {"form": form, "title": _("Save this view"), "cancel_url": f"{path}?{query}", "submit": _("Save view")}
    return show(request, "pages/view_form.html", context, status=422 if form.errors else 200)


def edit(request: HttpRequest, key: int) -> HttpResponse:
    """Rename or share one's own view. Raises NotSeen for somebody else's."""
    actor = actor_of(request)
    row = own(actor, key)
    form = ViewForm(actor, request.POST or None, initial={"name": row.name, "shared": row.shared})
    if request.method == "POST" and form.is_valid():
        change(actor, row, name=form.cleaned_data["name"], shared=bool(form.cleaned_data.get("shared")))
        messages.success(request, _("View changed"))
        return HttpResponseRedirect("/views/")
    context = {"form": form, "title": _("Change view"), "cancel_url": "/views/", "submit": _("Change view")}
    return show(request, "pages/view_form.html", context, status=422 if form.errors else 200)


def delete(request: HttpRequest, key: int) -> HttpResponse:
    """Only the name goes; the records it showed are untouched."""
    actor = actor_of(request)
    row = own(actor, key)
    if request.method == "POST":
        drop(actor, row)
        messages.success(request, _("View deleted"))
    return HttpResponseRedirect("/views/")


def one(actor: Actor, key: int) -> SavedView:
    """A view that the actor may use. Raises NotSeen."""
    row = usable(actor).filter(pk=key).first()
    if row is None:
        raise NotSeen(_("This view does not exist, or is not shared with you."))
    return row


def own(actor: Actor, key: int) -> SavedView:
    row = SavedView.objects.filter(pk=key, person_id=person_of(actor)).first()
    if row is None:
        raise NotSeen(_("This view does not exist, or somebody else made it."))
    return row


def keep(actor: Actor, path: str, query: str, name: str, shared: bool = False) -> SavedView:
    """A new view of the actor's. ``query`` is tidy. Raises Invalid for one that is shared by somebody else than
    staff.
    """
    _may_share(actor, shared)
    return SavedView.objects.create(person_id=person_of(actor), path=path, query=query, name=name, shared=shared)


def change(actor: Actor, row: SavedView, **values: Any) -> SavedView:
    """Name or sharing of one's own view. Raises Invalid, NotSeen."""
    row = own(actor, row.pk)
    _may_share(actor, values.get("shared", False))
    for column, value in values.items():
        setattr(row, column, value)
    row.save(update_fields=sorted(values))
    return row


def drop(actor: Actor, row: SavedView) -> None:
    """Delete one's own view. Raises NotSeen."""
    own(actor, row.pk).delete()


def _may_share(actor: Actor, shared: bool) -> None:
    if shared and not actor.is_staff:
        raise Invalid({"shared": _("Only staff share their views: leave this out.")})


def tidy(path: str, given: QueryDict) -> str:
    """What is kept of a list's parameters. Raises Invalid for an address that is no list of the house."""
    try:
        resolve(path)
    except Resolver404:
        raise Invalid({"list": _("There is no list at this address: save a view from the list itself.")}) from None
    for name in ("page", "panel"):
        given.pop(name, None)
    query = given.urlencode(safe=",:")
    if len(query) > LONGEST_QUERY:
        raise Invalid({"": _("This filter is too long to be saved: take a part of it off.")})
    return query
