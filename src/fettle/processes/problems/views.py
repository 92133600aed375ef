"""Which page of a problem calls which action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from fettle.edges.pages import addresses, drafts, form, talk, verb
from fettle.edges.pages import listing as lists
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.panels import Panels, Talk
from fettle.facilities.discussion.queries import people
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences, get, visible
from fettle.kernel.access.references import ToAnything
from fettle.kernel.records import numbers
from fettle.kernel.records.declare import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF, Text
from fettle.kernel.workflow import Ask, Verb
from fettle.processes.problems import actions, push_page, queries
from fettle.processes.problems.records import PROBLEM
from fettle.processes.problems.workflow import FLOW, STANDING, WORK

PAGE = 50
LISTING = lists.list_of(
    PROBLEM,
    tabs=(
        lists.Tab(pgettext_lazy("problems", "Open"), {"open": "true"}, empty=_("No problem is open.")),
        lists.Tab(_("Known errors"), {"state": "known_error"}, empty=_("No problem has a way round it.")),
        lists.Tab(_("Resolved"), {"state": "resolved"}, empty=_("No resolved problem waits to be closed.")),
        lists.Tab(_("Closed"), {"state": "closed,withdrawn"}, empty=_("No problem is closed yet.")),
    ),
    sort="rank",
    columns=("title", "priority", "service", "assignee", "due_at"),
    make=(_("New problem"), "/problems/new", WORK),
    take="take",
    walks=True,
)
PANELS = Panels(
    talk=Talk(WORK, WORK, people, elsewhere=frozenset(FLOW.by_state)),
    bar=("assign",),
    take="take",
    lists=(LISTING,),
    rail=(
        (_("Class"), ("service", "category", "impact", "urgency", "rank", "first_priority")),
        (_("Work"), ("team", "assignee", "due_at", "escalation", "progress")),
        (_("What it is about"), ("source", "organisation", "opened_at")),
        (_("What became of it"), ("way", "outcome", "resolved_at", "closed_at")),
    ),
)
listing = lists.view_of(LISTING)
ADD = Verb(
    "add_incidents",
    _("Add incidents"),
    STANDING,
    None,
    WORK,
    asks=(
        Ask(
            "incidents",
            Text(2_000),
            _("numbers of incidents and requests"),
            _("One or several, such as INC-000123 INC-000130. They are linked as caused by this problem."),
        ),
    ),
)
BELOW = (
    ("/note", talk.note(PROBLEM, action=actions.note, panels=PANELS)),
    ("/draft/(?P<mode>reply|note)", drafts.draft(PROBLEM)),
    ("/incidents/add", verb.beside(PROBLEM, step=ADD, action=actions.add_incidents)),
    ("/push", push_page.push),
)
OF = Field(
    "of",
    ToAnything(),
    _("found on"),
    _("The number of an incident, a request or another record: the two are linked."),
)
SOURCE_OF = {"incident": "incident", "request": "request", "complaint": "complaint"}
"""The source that stands in the form first, by the kind of what it was found on."""


def _known(actor: Actor, asked: Mapping[str, str]) -> Mapping[str, Any]:
    """What the record ``?from=`` says already that it is found on, where the reader reads it as staff."""
    number = numbers.tidy(asked.get("from", ""))
    found = visible(actor).filter(number=number).select_related("organisation", "service").first() if number else None
    if found is None or STAFF not in audiences(actor, found):
        return {}
    return {
        "of": found,
        "title": found.title,
        "service": found if found.kind == "service" else found.service,
        "category": getattr(found.item, "category", ""),
        "source": SOURCE_OF.get(found.kind, ""),
    }


new = form.form(
    PROBLEM,
    action=actions.register,
    title=_("New problem"),
    submit=_("Record problem"),
    first=_known,
    also=(OF,),
)


@require_safe
def incidents(request: HttpRequest, number: str) -> HttpResponse:
    """All of them, page by page."""
    actor = actor_of(request)
    record: Record = get(actor, number, PROBLEM)
    page = Paginator(queries.incidents_of(actor, record), PAGE).get_page(request.GET.get("page"))
    context = {
        "record": record,
        "back": addresses.of(record),
        "told": queries.counted(actor, record),
        "page": page,
        "rows": [(row, addresses.of(row), row.declared.flow.by_state[row.state]) for row in page],
    }
    return show(request, "problems/incidents.html", context)
