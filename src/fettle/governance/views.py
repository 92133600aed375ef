"""Pages of governance."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from fettle.edges.pages.page import actor_of, show
from fettle.governance.coverage import register
from fettle.kernel.access.ask import require


@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    """What Fettle covers of FitSM-2, item by item."""
    require(actor_of(request), "governance.see")
    processes = register.by_process()
    done, total = sum(count for _process, count, _rows in processes), len(register.rows())
    return show(request, "governance/coverage.html", {"processes": processes, "done": done, "total": total})
