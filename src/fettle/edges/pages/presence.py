"""Who else looks at a record now. Staff see each other; the people we serve neither see nor are seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fettle.edges.pages.models import Presence
from fettle.edges.pages.page import actor_of, show
from fettle.kernel.access.read import audiences, get
from fettle.kernel.errors import NotSeen
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.values import STAFF

FRESH = timedelta(seconds=60)
"""A page says every 20 s that it is open; whoever was silent for longer is gone."""


def presence(*kinds: Kind) -> Callable[..., HttpResponse]:
    """Notes that this person has the record open and answers who else has."""

    @require_POST
    def view(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        person: Any = actor.person_id
        record = get(actor, number, *kinds)
        if STAFF not in audiences(actor, record):
            raise NotSeen(_("Only staff see who else is looking."))
        now = timezone.now()
        mine = {"seen_at": now, "writing": request.POST.get("writing") == "1"}
        Presence.objects.update_or_create(record=record, person_id=person, defaults=mine)
        there = Presence.objects.filter(record=record, seen_at__gte=now - FRESH).exclude(person_id=person)
        rows = there.order_by("person__name").values_list("person__name", "writing")
        others = [{"name": name, "writing": writing} for name, writing in rows]
        return show(request, "components/presence.html", {"others": others})

    return view
