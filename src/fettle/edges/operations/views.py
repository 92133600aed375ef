"""Pages of those who run the installation, and one address for machines."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from fettle import __version__
from fettle.edges.operations import audit as log
from fettle.edges.operations import health as checks
from fettle.edges.operations import queue
from fettle.edges.pages import addresses
from fettle.edges.pages.lists import Empty
from fettle.edges.pages.page import actor_of, show
from fettle.edges.transfer.tables import as_file
from fettle.kernel.access.ask import require, require_everywhere
from fettle.kernel.errors import Invalid
from fettle.kernel.records.values import whole


@require_http_methods(["GET", "POST"])
def jobs(request: HttpRequest) -> HttpResponse:
    """Jobs that wait or failed, and reactions that were given up; posted: one of them again."""
    actor = actor_of(request)
    require_everywhere(actor, queue.ADMINISTER)
    if request.method == "POST":
        for name, again in (("job", queue.run_again), ("reaction", queue.react_again)):
            if asked := whole(request.POST.get(name, ""), 17):
                again(actor, asked)
                messages.success(request, _("It is tried again."))
                return redirect("jobs")
        raise Invalid({"job": _("Choose a failed job of the list.")})
    dead = [(one, addresses.of(one.entry.record)) for one in queue.dead_deliveries()]
    context = {"failed": queue.jobs("failed"), "dead": dead, "waiting": queue.jobs("doing", "todo")}
    return show(request, "operations/jobs.html", context)


@require_GET
def health(request: HttpRequest) -> HttpResponse:
    require_everywhere(actor_of(request), queue.ADMINISTER)
    return show(request, "operations/health.html", {"checks": list(checks.checks()), "version": __version__})


ON_A_PAGE = 50


@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """Who changed what, when; ``before`` is the place where the next page begins."""
    actor = actor_of(request)
    require(actor, log.SEE)
    asked = log.Asked.of(actor, request.GET.dict())
    first = whole(request.GET.get("at", "")) or 0
    rows = list(log.entries(actor, asked)[first : first + ON_A_PAGE + 1])
    query = request.GET.copy()
    query["at"] = str(first + ON_A_PAGE)
    context = {
        "table": log.table(actor, rows[:ON_A_PAGE]),
        "asked": request.GET,
        "facts": log.facts(),
        "older": f"?{query.urlencode()}" if len(rows) > ON_A_PAGE else "",
        "export": f"{reverse('audit-export')}?{request.GET.urlencode()}",
        "empty": Empty(_("No entry matches: take a part of the filter away.")),
    }
    return show(request, "operations/audit.html", context)


@require_GET
def audit_export(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV."""
    actor = actor_of(request)
    require(actor, log.SEE)
    return as_file(log.export(actor, log.Asked.of(actor, request.GET.dict())), "audit")


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """What this is, whose standard it follows, and whose work it brings along."""
    actor_of(request)
    return show(request, "operations/about.html", {"version": __version__})


@require_GET
def machine(request: HttpRequest) -> HttpResponse:
    """For load balancers and monitoring: 200 or 503, and which checks are bad. It names no numbers and no versions."""
    bad = any(check.bad for check in checks.checks())
    response = JsonResponse({"status": "bad" if bad else "good"}, status=503 if bad else 200)
    response["Cache-Control"] = "no-store"
    return response
