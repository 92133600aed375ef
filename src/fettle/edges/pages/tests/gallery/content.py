# ruff: noqa: E501, I001
"""Made content that fills every component: what a view would supply. Only tests read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms

from fettle.edges.pages import lists as l
from fettle.edges.pages import records as r
from fettle.kernel.figures.chart import Chart, Series
from fettle.edges.pages.frame import Nav, NavGroup, NavItem, Shell
from fettle.edges.pages.sla import SlaView
from fettle.edges.pages.widgets import Picker

NOW = datetime.now(UTC)


@dataclass(frozen=True)
class State:
    shape: str
    label: str


NEW, ASSIGNED, WORK = State("new", "New"), State("ring", "Assigned"), State("half", "In progress")
WAIT, DONE, CLOSED, STOP = (
    State("pause", "Waiting for requester"),
    State("done", "Resolved"),
    State("closed", "Closed"),
    State("stop", "Cancelled"),
)


def due(minutes: int, kind: str = "") -> SlaView:
    kind = kind or ("late" if minutes < 0 else "warn" if minutes < 60 else "ok")
    return SlaView(kind, minutes * 60, NOW + timedelta(minutes=minutes))  # type: ignore[arg-type]


PAUSED, MET = SlaView("paused"), SlaView("met")
SHELL = Shell(
    "Northfield IT", person_name="Ana Ruiz", account_url="#a", theme_url="#t", palette_url="/palette", search_url="#s", new_url="#n",
    notifications_url="#b", unread=2, sign_in_url="#in", help_url="#h", theme="light",
)  # fmt: skip
NAV = Nav(
    personal=[NavItem("My work", "#", "inbox", "m", 3, hot=True), NavItem("Overview", "#", "layout-dashboard")],
    groups=[
        NavGroup("Support", [NavItem("Incidents & requests", "#", "lifebuoy", "i", 46, current=True), NavItem("Problems", "#", "bulb", "p", 8), NavItem("Knowledge", "#", "book")], open=True),
        NavGroup("Change", [NavItem("Changes", "#", "git-pull-request", "c", 12), NavItem("Schedule", "#", "calendar-event", "s")]),
        NavGroup("Services", [NavItem("Agreements", "#", "file-certificate")]),
        NavGroup("Assurance", [NavItem("Capacity", "#", "chart-bar", unset=True)]),
        NavGroup("Governance", [NavItem("Management system", "#", "certificate")]),
    ],
    foot=[NavItem("Settings", "#", "settings")],
)  # fmt: skip
PORTAL_NAV = Nav(personal=[NavItem("Services", "#"), NavItem("Guides", "#"), NavItem("My requests", "#", count=3)])

ROWS: list[tuple[Any, ...]] = [
    (1, "INC-020431", "Wi-Fi down in Library, floors 2–4", "Maja Lind", "Campus network", WORK, "Ana Ruiz", due(-42), [l.Tag("Major", "red")], 3, True),
    (2, "INC-020436", "Exam booking shows error 502 after login", "Prof. D. Okafor", "Exam booking", ASSIGNED, "Tom Berg", due(18), [], 1, True),
    (2, "INC-020429", "Print release stuck at Science desk", "Front office", "Printing", WORK, "Ana Ruiz", due(55), [], 0, False),
    (3, "REQ-008127", "New starter: laptop and accounts for 1 Dec", "HR, Lena Voss", "Staff devices", WAIT, "Ana Ruiz", PAUSED, [], 2, False),
    (3, "INC-020438", "Projector in B-104 flickers", "T. Almeida", "Classroom AV", NEW, None, due(130), [], 0, True),
    (3, "INC-020437", "Cannot map research share /proj/ocean", "I. Haugen", "Research storage", NEW, None, due(145), [], 0, True),
    (3, "REQ-008131", "Shared mailbox for open day 2026", "Events team", "E-mail & calendar", NEW, None, due(220), [], 0, False),
    (2, "INC-020427", "Grade export fails for class 9C", "Riverside School", "Learning platform", State("pause", "Waiting for supplier"), "Jo Park", due(245), [], 4, False),
    (4, "REQ-008124", "Extra monitor for room C-21", "K. Brandt", "Staff devices", ASSIGNED, "Tom Berg", due(1565), [], 0, False),
    (3, "INC-020422", "Chromebooks in 7B lose session at 09:00", "Riverside School", "Classroom devices", WORK, "Jo Park", due(315), [], 6, False),
    (3, "INC-020411", "HPC job queue rejects GPU partition", "Ocean group", "Compute cluster", DONE, "Ana Ruiz", MET, [], 8, False),
    (4, "INC-020409", "Old printer driver warning on sign-in", "Registry", "Printing", CLOSED, "Tom Berg", SlaView("missed", 7080), [], 1, False),
    (4, "INC-020404", "Duplicate of INC-020431", "Library", "Campus network", STOP, None, None, [], 0, False),
]  # fmt: skip


def row(given: tuple[Any, ...]) -> l.Row:
    rank, number, title, who, service, state, person, clock, tags, talk, unread = given
    subject = l.Subject(title, f"#{number}", number, (who, service), tags, talk, f"/peek/{number}")
    cells = [
        l.Cell("priority", rank),
        l.Cell("subject", subject),
        l.Cell("status", state),
        l.Cell("person", person, bare=True),
        l.Cell("sla", clock),
    ]
    return l.Row(number, cells, unread)


class FilterForm(forms.Form):
    team = forms.ChoiceField(choices=[("", "Any"), ("1", "Campus desk")], required=False)
    text = forms.CharField(required=False, label="Words")


def register(split: bool = True) -> l.Register:
    columns = [
        l.Column("Prio", "rank"),
        l.Column("Subject"),
        l.Column("Status", "state"),
        l.Column("Assignee", "person", icon="user"),
        l.Column("Time left", "time", "?sort=-left", "ascending"),
    ]
    return l.Register(
        l.Table("My team, open: 31 records", columns, [row(each) for each in ROWS], split=split, selectable=True), "#", l.Empty("Nothing unassigned. Well done."),
        views=[l.View("My team, open", "#1", 31, current=True), l.View("Mine", "#2", 9), l.View("Unassigned", "#3", 6), l.View("Overdue", "#4", 3, hot=True), l.View("Waiting for requester", "#5", 7)],
        save_url="#save", chips=[l.Chip("Team", "Campus desk", "#-team"), l.Chip("Status", "not closed", "#-status")], filter_form=FilterForm(),
        summary="31 records · sorted by time left", bulk=l.Bulk([("assign", "Assign"), ("status", "Status"), ("priority", "Priority")], "All 31 in this view", "token"),
        bulk_url="#bulk", pager=l.Pager(1, 13, 31, "", "#next"), peek=True,
    )  # fmt: skip


PLAIN_TABLE = l.Table(
    "People", [l.Column("Name", "", "?sort=name", "descending"), l.Column("E-mail", "text"), l.Column("Since", "date"), l.Column("Open", "figure", end=True)],
    [l.Row(f"P{i}", [l.Cell("link", n, url="#"), l.Cell("text", m), l.Cell("day", NOW - timedelta(days=400 * i)), l.Cell("text", i * 3, end=True)]) for i, (n, m) in enumerate([("Ana Ruiz", "ana@northfield.example"), ("Tom Berg", "tom@northfield.example"), ("Petra Holm", "")], 1)],
)  # fmt: skip

HEAD = r.Head(
    "INC-020431", "Wi-Fi down in Library, floors 2–4", WORK, [l.Tag("Major incident", "red", "alert-octagon")],
    [r.Verb("Resolve…", "#", "check", primary=True), r.Verb("Wait for requester", "#", "player-pause", menu=True), r.Verb("Snooze", "#", "history", "m", menu=True),
     r.Verb("Close", menu=True, refused="A major incident is reviewed before it is closed."), r.Verb("Take", "#", "hand-stop", "i", menu=True, post=True)],
    "My team, open", "#", "1 of 31", "#p", "#n", "/presence",
    moves=[r.Verb("Wait", "#", "player-pause"), r.Verb("Close", refused="It is not resolved yet.")],
    assigned=r.Verb("Assign", "#", "user", "a"), assignee="Ana Ruiz",
)  # fmt: skip
STEPS = [
    {"label": w, "at": NOW - timedelta(minutes=100 - 20 * i), "state": "done"}
    for i, w in enumerate(["Recorded", "Classified", "Prioritised", "Escalated"])
] + [{"label": "Resolved", "state": "next"}, {"label": "Closed", "state": ""}]
CLOCKS = [
    r.Clock("First response", SlaView("met", 240), "15 min", 27),
    r.Clock("Restore", due(-42), "due 09:02", 100),
    r.Clock("Update", due(25), "due 10:00", 80),
    r.Clock("Fulfil", PAUSED, "", 40),
]
SECTIONS = [
    r.Section("Classification", [l.Cell("link", "Campus network", "Service", "#"), l.Cell("text", "Connectivity › Wi-Fi", "Category"), l.Cell("text", "High, a building", "Impact"), l.Cell("text", "", "Urgency"), l.Cell("priority", 1, "Priority", long=True), l.Cell("person", "Ana Ruiz", "Assignee"), l.Cell("moment", NOW - timedelta(hours=2), "Opened")], "class", "#", "Edit", "e"),
]  # fmt: skip
LINKS = [
    {"number": "CHG-000311", "title": "Switch firmware, Library", "url": "#", "relation": "caused by", "icon": "git-pull-request", "tag": l.Tag("Likely cause", "orange")},
    {"number": "PRB-000088", "title": "Firmware 17.2 DHCP relay drops the second VLAN", "url": "#", "relation": "known error", "icon": "bulb", "tag": None},
]  # fmt: skip
FILES = [{"name": "switch-log.txt", "url": "#", "size": "12 KB", "preview_url": ""}]
TIMELINE = r.Timeline(
    [
        r.Message("e9", "Tom Berg", NOW - timedelta(minutes=6), "sw-lib-02 came back after the power cycle but drops VLAN 340 again after ~90 s. Same firmware that went in with CHG-000311 last night. I would roll back now.", form="note"),
        r.Event("e8", NOW - timedelta(minutes=8), "Tom raised emergency change CHG-000314 from this incident", "git-pull-request"),
        r.Message("e7", "Maja Lind", NOW - timedelta(minutes=22), "Students on floor 3 can see the network but get no address. Floor 1 works.\n\nThe self-check machines are offline too.", line="Library desk · by e-mail", files=FILES),
        r.Message("e6", "Ana Ruiz", NOW - timedelta(minutes=31), "Thank you Maja. The switch that feeds floors 2–4 stopped handing out addresses. Next update by 10:00.", line="to Maja Lind + 14", ours=True),
        r.Event("e5", NOW - timedelta(hours=1), "Ana set the priority", "adjustments-horizontal", [("Priority", "P3 Medium", "P1 Critical"), ("Impact", "", "High")]),
        r.Event("e1", NOW - timedelta(days=1), "Recorded by Maja Lind in the portal", "device-desktop"),
    ],
    [("All", "#", True), ("Messages", "#", False), ("Notes", "#", False), ("Changes", "#", False)], "#older", "Newest first", "/live",
)  # fmt: skip
NOTE_SIDE = r.Side(
    "/note",
    "Only staff will see this",
    "Save internal note",
    "?mode=note#composer",
    draft_url="/draft/note",
    files=True,
)
REPLY_SIDE = r.Side(
    "/reply",
    "Maja Lind and 14 people who reported this will get an e-mail",
    "Send reply to 15 people",
    "?mode=reply#composer",
    to_url="#to",
    draft_url="/draft/reply",
    files=True,
    canned=[("Ask for more details", "#c", "What did you see on the screen, and since when?")],
    extra=[("wait", "Send and wait for requester", "")],
)
COMPOSER = r.Composer(NOTE_SIDE, REPLY_SIDE, "reply", 7)
COMPOSER_NEWS = r.Composer(NOTE_SIDE, REPLY_SIDE, "note", 8, [TIMELINE.items[2]])  # type: ignore[list-item]


class IncidentForm(forms.Form):
    requester = forms.CharField(widget=Picker("/people"), label="Requester")
    title = forms.CharField(label="What is wrong?")
    details = forms.CharField(
        widget=forms.Textarea, required=False, label="Details", help_text="What did you see, since when?"
    )
    service = forms.ChoiceField(choices=[("1", "Classroom AV")], label="Service", help_text="Guessed from the text")
    room = forms.CharField(label="Room or item")
    impact = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[("1", "One person"), ("2", "A group or class"), ("3", "A building or service")],
        label="Who is affected?",
    )
    urgency = forms.ChoiceField(
        widget=forms.RadioSelect, choices=[("1", "Can wait"), ("2", "Soon"), ("3", "Work stopped")], label="How urgent?"
    )
    files = forms.FileField(required=False, label="Files")
    due = forms.DateField(required=False, label="Needed by", widget=forms.DateInput(attrs={"type": "date"}))
    tell = forms.BooleanField(required=False, label="Tell the requester", initial=True)


FORM = IncidentForm(
    {
        "requester": "Teresa Almeida",
        "title": "Projector in B-104 flickers",
        "service": "1",
        "impact": "2",
        "urgency": "2",
        "tell": "on",
        "room": "",
    }
)
PALETTE = [
    {"label": "Records", "items": [{"url": "#1", "icon": "lifebuoy", "label": "INC-020431 Wi-Fi down in Library", "status": WORK}, {"url": "#2", "icon": "git-pull-request", "label": "CHG-000311 Switch firmware", "hint": "done yesterday"}]},
    {"label": "Go to", "items": [{"url": "#3", "icon": "users", "label": "Library", "hint": "customer", "key": "G"}]},
]  # fmt: skip
SUGGESTIONS = [
    {"label": "Happening now", "items": [{"icon": "alert-triangle", "html": "Wi-Fi down in Library, floors 2–4", "line": "Being fixed. Next update 10:00. 15 people reported it.", "url": "#"}]},
    {"label": "Guides", "items": [{"html": "Connect to campus Wi-Fi on a laptop or phone", "url": "#"}, {"html": "Reserve a computer in the library", "url": "#"}]},
]  # fmt: skip
SERVICES = [
    {"icon": i, "name": n, "line": t, "url": "#"}
    for i, n, t in [
        ("key", "Password or sign-in", "Reset it, set up two-step sign-in"),
        ("device-laptop", "Laptop or equipment", "Borrow, replace, repair"),
        ("user-plus", "New starter", "Accounts, access and a device"),
        ("printer", "Printing", "Add a printer, print credit"),
    ]
]
REQUESTS = [
    {"number": "REQ-008127", "title": "Laptop and accounts for new starter", "url": "#", "line": "asked 24 min ago", "status": State("pause", "We need an answer from you"), "action_url": "#", "action_label": "Answer", "action_primary": True},
    {"number": "INC-020431", "title": "Wi-Fi down in Library", "url": "#", "line": "updated 6 min ago", "status": State("half", "Being worked on")},
    {"number": "REQ-008080", "title": "Replacement badge reader", "url": "#", "line": "closes on 27 Nov", "status": State("done", "Solved"), "action_url": "#", "action_label": "Not solved?"},
]  # fmt: skip
BOARD = [
    {"label": s.label, "count": len(g), "cards": [{"number": each[1], "title": each[2], "url": "#", "line": each[4], "rank": each[0], "reading": each[7], "assignee": each[6], "moves": [{"label": "Go on", "url": "#"}, {"label": "Wait", "url": "#", "asks": True}]} for each in g]}
    for s in (NEW, WORK, WAIT, DONE) if (g := [each for each in ROWS if each[5].shape == s.shape])
]  # fmt: skip
PEEK = {
    "number": "INC-020431",
    "title": "Wi-Fi down in Library, floors 2–4",
    "url": "#",
    "flags": [l.Tag("Major incident", "red")],
    "status": WORK,
    "rank": 1,
    "service": "Campus network",
    "clocks": CLOCKS[:2],
    "author": "Maja Lind",
    "author_line": "Library desk",
    "at": NOW - timedelta(minutes=2),
    "text": "Students on floor 3 can see the network but get no address.",
    "reply_url": "#r",
    "note_url": "#n",
}


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
            "request_id": "7f3a",
            "back_url": "/",
        },
    )
