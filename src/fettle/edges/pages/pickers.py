"""What a picker answers to `?q=`: people, organisations and records that the actor may name. At most ten, never a list
of everything.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from fettle.edges.pages.page import actor_of, show
from fettle.kernel.access import known
from fettle.kernel.access.read import visible
from fettle.kernel.assembly import assembly
from fettle.kernel.orgs.models import Person
from fettle.kernel.records import numbers
from fettle.kernel.records.values import storable

MOST = 10


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Active people by name or address, those whose name begins so first."""
    found = known.people(actor_of(request)).filter(is_active=True).select_related("organisation")
    rows = _best(found, request.GET.get("q", ""), "name", "mail")
    return _options(request, [_person(person) for person in rows])


@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    """Active organisations by name."""
    found = known.organisations(actor_of(request)).filter(active=True)
    rows = _best(found, request.GET.get("q", ""), "name")
    return _options(request, [{"value": f"organisation:{row.pk}", "label": row.name} for row in rows])


@require_GET
def records(request: HttpRequest, place: str = "") -> HttpResponse:
    """Records of one kind, or of all that have pages of their own, by number or words of the title; newest first.
    ``?kind=`` offers those of several kinds, by their paths, ``?state=`` those in these states alone.
    """
    places = {place} if place else set(request.GET.getlist("kind"))
    kinds = [kind for kind in assembly().kinds if kind.numbered_on_page and (not places or kind.path in places)]
    if not kinds:
        raise Http404
    found, q = visible(actor_of(request), *kinds).order_by("-opened_at"), request.GET.get("q", "").strip()
    if states := [storable(state) for state in request.GET.getlist("state")]:
        found = found.filter(state__in=states)
    number = numbers.guessed(q)
    rows = found.filter(number=number) if number else _matching(found, q, "title")
    return _options(request, [{"value": row.number, "label": row.title, "note": row.number} for row in rows[:MOST]])


def _best(found: QuerySet[Any], q: str, first: str, *others: str) -> list[Any]:
    """Those that begin with the words, then those that hold them."""
    q = q.strip()[:100]
    begin = list(found.filter(**{f"{first}__istartswith": q}).order_by(first)[:MOST])
    if len(begin) < MOST and q:
        rest = _matching(found, q, first, *others).exclude(pk__in=[row.pk for row in begin]).order_by(first)
        begin += rest[: MOST - len(begin)]
    return begin


def _matching(found: QuerySet[Any], q: str, *columns: str) -> QuerySet[Any]:
    """Rows where every word stands in one of the columns."""
    for word in q[:100].split():
        anywhere = Q(pk__in=[])
        for column in columns:
            anywhere |= Q(**{f"{column}__icontains": word})
        found = found.filter(anywhere)
    return found


def _person(person: Person) -> dict[str, Any]:
    note = " · ".join(filter(None, (person.organisation.name, person.mail)))
    return {"value": f"person:{person.pk}", "label": person.name, "note": note, "person": True}


def _options(request: HttpRequest, options: Iterable[dict[str, Any]]) -> HttpResponse:
    return show(request, "components/picker_options.html", {"options": list(options)})
