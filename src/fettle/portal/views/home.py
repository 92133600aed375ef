"""The portal's home: search first, then what the reader waits for, then services."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from fettle.edges.pages.page import actor_of
from fettle.facilities.approvals import queries as approvals
from fettle.facilities.documents import queries as papers
from fettle.portal import news, queries
from fettle.portal.frame import framed
from fettle.portal.rows import decision_rows, notice_rows, paper_rows, rating_rows, request_rows, standing, tiles
from fettle.processes.announcements import queries as announcements
from fettle.processes.levels.violations import queries as violations
from fettle.processes.services import queries as services
from fettle.processes.surveys import queries as surveys

SHOWN = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search box, what is announced, what waits for the reader's approval, notices that wait to be acknowledged, own
    open requests (those that wait for the reader come first), what the reader has still to read, what the reader is
    asked to rate, popular services.
    """
    actor = actor_of(request)
    waiting = list(queries.mine(actor).filter(is_open=True)[:50])
    rows = request_rows(actor, waiting)
    rows.sort(key=lambda row: (not row.action_primary, not row.action_url))
    unread, asked = papers.to_read(actor), list(approvals.waiting(actor)[:50])
    notices, opinions = violations.waiting(actor), surveys.waiting(actor)
    announced = announcements.running(actor)
    context = {
        "search_url": reverse("portal-search"),
        "suggest_url": reverse("portal-search"),
        "announced": news.rows(actor, announced),
        "services": tiles(queries.popular(actor), stand=standing(actor, announced)),
        "service_count": services.requestable(actor).count(),
        "requests": rows[:SHOWN],
        "request_count": queries.mine(actor).order_by().count(),
        "decisions": decision_rows(asked[:SHOWN], actor),
        "decision_count": len(asked),
        "decisions_url": reverse("approvals"),
        "notices": notice_rows(notices[:SHOWN]),
        "notice_count": len(notices),
        "papers": paper_rows(unread[:SHOWN]),
        "paper_count": len(unread),
        "ratings": rating_rows(opinions[:SHOWN]),
        "rating_count": len(opinions),
    }
    return framed(request, "home", context)
