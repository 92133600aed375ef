"""My work: everything that is assigned to me, whatever process it belongs to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fettle.edges.pages import columns
from fettle.edges.pages.listing import Listing, Tab
from fettle.edges.pages.lists import Empty
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.register import draw
from fettle.kernel.assembly import assembly
from fettle.kernel.records.models import Record

ABOVE = "my_work.above"
"""The slot for what else waits for somebody: functions of an actor that give a context with a ``template``, or None."""


def line(record: Record) -> list[str]:
    return [str(capfirst(record.declared.label)), record.service.title if record.service else ""]


@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    """Columns of the common table only: no process's table is asked."""
    declared = Listing(
        kinds=assembly().kinds,
        title=_("My work"),
        path="/my-work/",
        tabs=(
            Tab(_("To do"), {"open": "true"}, empty=_("Nothing is waiting for you.")),
            Tab(_("Overdue"), {"open": "true", "overdue": "true"}, hot=True, empty=_("Nothing of yours is overdue.")),
        ),
        layouts=("split",),
        sort="due_at",
        reading=columns.reading,
        line=line,
        drawn=("service",),
        kept={"mine": "true"},
        nothing=Empty(str(_("Nothing was ever assigned to you.")), icon="inbox"),
        saves=False,
    )
    actor = actor_of(request)
    context = draw(request, actor, declared, declared.asked(request, actor))
    above = [part for slot in assembly().slots.get(ABOVE, ()) if (part := slot(actor))]
    return show(request, "pages/my_work.html", context | {"above": above})
