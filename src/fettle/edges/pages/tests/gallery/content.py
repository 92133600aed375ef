# ruff: noqa: E501
"""Made content that fills every component: what a view would supply. Only tests read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fettle.edges.pages import lists as l
from fettle.edges.pages import records as r
from fettle.edges.pages.sla import SlaView
from fettle.kernel.figures.chart import Chart, Series

from .asking import FORM, PALETTE, REQUESTS, SERVICES, SUGGESTIONS
from .frames import ASSIGNED, CLOSED, DONE, MET, NAV, NEW, NOW, PAUSED, PORTAL_NAV, SHELL, STOP, WAIT, WORK, due
from .queue import BOARD, PEEK, PLAIN_TABLE, ROWS, register
from .story import CLOCKS, COMPOSER, COMPOSER_NEWS, HEAD, LINKS, SECTIONS, STEPS, TIMELINE

MONTHS = ("Jun", "Jul", "Aug", "Sep", "Oct", "Nov")
CHARTS = [
    Chart("Incidents", "", "bar", MONTHS, (Series("", (312, 288, 190, 341, 301, 265)),)),
    Chart("Opened and solved", "", "bar", MONTHS, (Series("Opened", (312, 288, 190, 341, 301, 265)), Series("Solved", (300, 290, None, 320, 330, 270)))),
    Chart("Solved in target", "%", "line", MONTHS, (Series("", (88, 90, 93, 84, 91, 94.5)),)),
    Chart("Time to restore", "h", "band", MONTHS, (Series("shortest", (1, 1, 2, 1, 1, 1)), Series("median", (4, 5, 6, 4, 3, 3)), Series("longest", (9, 12, 14, 8, 7, 6)))),
    Chart("Incidents a day", "", "line", tuple(f"{d} Nov" for d in range(1, 31)), (Series("Campus", tuple((d * 7919) % 23 for d in range(30))), Series("Library", tuple((d * 104729) % 13 for d in range(30))))),
]  # fmt: skip


def answers() -> dict[str, tuple[str, dict[str, Any]]]:
    """What the gallery answers to scripts: path → (template, context)."""
    return {
        "/palette": ("components/palette_results.html", {"groups": PALETTE}),
        "/people": (
            "components/picker_options.html",
            {
                "options": [
                    {"value": "7", "label": "Teresa Almeida", "note": "Riverside School", "person": True},
                    {"value": "8", "label": "Tom Berg", "note": "Service desk", "person": True},
                ]
            },
        ),
        "/suggest": ("components/portal_answers.html", {"suggestions": SUGGESTIONS, "send_url": "#", "q": "typed"}),
        "/peek/INC-020431": ("components/peek.html", {"peek": PEEK}),
        "/live": (
            "components/live.html",
            {"items": [r.Message("e12", "Maja Lind", NOW, "It works again on floor 3.", line="by e-mail")], "seen": 12},
        ),
        "/presence": ("components/presence.html", {"others": [{"name": "Tom Berg", "writing": False}]}),
        "/draft/reply": ("components/tag.html", {"text": "saved"}),
    }


def pages() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(name, template under templates/, context) of every page of the gallery."""
    agent = {"shell": SHELL, "nav": NAV, "csrf_token": "t"}
    portal = {"shell": SHELL, "nav": PORTAL_NAV, "csrf_token": "t"}
    yield "queue", "gallery/queue.html", {**agent, "register": register()}
    yield (
        "list",
        "gallery/list.html",
        {
            **agent,
            "table": PLAIN_TABLE,
            "pager": l.Pager(1, 3, 3),
            "empty": l.Empty(
                "No problem records yet. Make one from an incident that came back.", "#", "Record problem", "bulb"
            ),
            "nothing": l.Table("Problems", [], []),
        },
    )
    yield (
        "record",
        "gallery/record.html",
        {
            **agent,
            "head": HEAD,
            "steps": STEPS,
            "clocks": CLOCKS,
            "clocks_note": "Agreement Campus network, 24×7 hours.",
            "explain_url": "#",
            "sections": SECTIONS,
            "links": LINKS,
            "timeline": TIMELINE,
            "composer": COMPOSER,
            "original": TIMELINE.items[2],
        },
    )
    yield (
        "note",
        "gallery/record.html",
        {
            **agent,
            "head": HEAD,
            "steps": STEPS,
            "clocks": [],
            "sections": SECTIONS,
            "links": [],
            "timeline": TIMELINE,
            "composer": COMPOSER_NEWS,
            "original": TIMELINE.items[2],
        },
    )
    yield (
        "form",
        "gallery/form.html",
        {
            **agent,
            "form": FORM,
            "action_url": "#",
            "submit_label": "Record incident",
            "cancel_url": "#",
            "multipart": True,
            "extra_buttons": [("then", "solve", "Save and solve")],
        },
    )
    yield "board", "gallery/board.html", {**agent, "board": BOARD}
    yield (
        "pieces",
        "gallery/pieces.html",
        {
            **agent,
            "groups": PALETTE,
            "peek": PEEK,
            "charts": CHARTS,
            "states": [NEW, ASSIGNED, WORK, WAIT, DONE, CLOSED, STOP],
            "readings": [due(130), due(18), due(-42), due(1565), PAUSED, MET, SlaView("missed", 7080)],
        },
    )
    yield "report", "gallery/report.html", {**agent, "charts": CHARTS}
    yield (
        "confirm",
        "gallery/confirm.html",
        {
            **agent,
            "title": "Close 212 records",
            "question": "The requesters get one mail each.",
            "confirm_label": "Close 212 records",
            "confirm_url": "#",
            "cancel_url": "#",
            "sample": [{"url": "#", "number": each[1], "title": each[2]} for each in ROWS[:4]],
            "total": 212,
            "skipped": [{"number": "INC-020431", "reason": "A major incident is reviewed before it is closed."}],
            "hidden": [("token", "x")],
        },
    )
    yield (
        "portal",
        "gallery/portal.html",
        {
            **portal,
            "search_url": "#",
            "suggest_url": "/suggest",
            "q": "wifi library",
            "suggestions": SUGGESTIONS,
            "send_url": "#",
            "services": SERVICES,
            "requests": REQUESTS,
        },
    )
    yield (
        "portal-form",
        "gallery/portal_form.html",
        {**portal, "form": FORM, "action_url": "#", "submit_label": "Send to the service desk", "timeline": TIMELINE},
    )
    yield "sign-in", "gallery/sign_in.html", {"shell": SHELL, "csrf_token": "t"}
    yield (
        "error",
        "gallery/error.html",
        {
            "shell": SHELL,
            "title": "Not found",
            "explanation": "There is no INC-999999, or you may not see it.",
            "search_url": "#",
            "number": "INC-999999",
            "request_id": "W" * 64,  # the widest that a proxy may give
            "back_url": "/",
        },
    )
