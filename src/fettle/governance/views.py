"""Pages of governance."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from fettle.edges.pages.page import actor_of, show
from fettle.edges.transfer.tables import as_csv
from fettle.governance.coverage import register
from fettle.governance.coverage.chosen import KINDS, STANDS, Chosen, by_process, table
from fettle.governance.coverage.opening import opened
from fettle.kernel.access.ask import require
from fettle.standard import fitsm

SEE = "governance.see"


@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    """What Fettle covers of FitSM-2, item by item."""
    actor = actor_of(request)
    require(actor, SEE)
    chosen = Chosen.of(request.GET)
    rows = chosen.rows()
    context = {
        "done": len(register.covered()),
        "total": len(register.rows()),
        "chosen": chosen,
        "count": len(rows),
        "processes": by_process(rows),
        "keys": fitsm.processes(),
        "kinds": KINDS,
        "stands": STANDS,
        "opens": opened(actor, rows),
    }
    return show(request, "governance/coverage.html", context)


@require_GET
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same rows as CSV."""
    require(actor_of(request), SEE)
    answer = StreamingHttpResponse(as_csv(table(Chosen.of(request.GET).rows())), content_type="text/csv; charset=utf-8")
    name = f"fettle-coverage-{timezone.localdate():%Y-%m-%d}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
