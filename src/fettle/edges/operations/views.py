"""Pages of those who run the installation, and one address for machines."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from fettle import __version__
from fettle.edges.operations import health as checks
from fettle.edges.operations import queue
from fettle.edges.pages import addresses
from fettle.edges.pages.page import actor_of, show
from fettle.kernel.access.ask import require
from fettle.kernel.errors import Invalid


@require_http_methods(["GET", "POST"])
def jobs(request: HttpRequest) -> HttpResponse:
    """Jobs that wait or failed, and reactions that were given up; posted: one of them again."""
    actor = actor_of(request)
    require(actor, queue.ADMINISTER)
    if request.method == "POST":
        for name, again in (("job", queue.run_again), ("reaction", queue.react_again)):
            if (asked := request.POST.get(name, "")).isdigit() and len(asked) < 18:
                again(actor, int(asked))
                messages.success(request, _("It is tried again."))
                return redirect("jobs")
        raise Invalid({"job": _("Choose a failed job of the list.")})
    dead = [(one, addresses.of(one.entry.record)) for one in queue.dead_deliveries()]
    context = {"failed": queue.jobs("failed"), "dead": dead, "waiting": queue.jobs("doing", "todo")}
    return show(request, "operations/jobs.html", context)


@require_GET
def health(request: HttpRequest) -> HttpResponse:
    require(actor_of(request), queue.ADMINISTER)
    return show(request, "operations/health.html", {"checks": list(checks.checks()), "version": __version__})


@require_GET
def machine(request: HttpRequest) -> HttpResponse:
    """For load balancers and monitoring: 200 or 503, and which checks are bad. It names no numbers and no versions."""
    bad = any(check.bad for check in checks.checks())
    response = JsonResponse({"status": "bad" if bad else "good"}, status=503 if bad else 200)
    response["Cache-Control"] = "no-store"
    return response
