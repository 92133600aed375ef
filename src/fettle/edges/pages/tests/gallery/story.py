# ruff: noqa: E501
"""Made content: a record with its story and what is written on it."""

from __future__ import annotations

from datetime import timedelta

from fettle.edges.pages import lists as l
from fettle.edges.pages import records as r
from fettle.edges.pages.sla import SlaView

from .frames import NOW, PAUSED, WORK, due

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
FILES = [{"name": "switch-log.txt", "url": "#", "size": "12 KB", "shown": ""}]
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
    label="Reply to requester",
    draft_url="/draft/reply",
    files=True,
    canned=[("Ask for more details", "#c", "What did you see on the screen, and since when?")],
    extra=[("wait", "Send and wait for requester", "")],
)
COMPOSER = r.Composer(NOTE_SIDE, REPLY_SIDE, "reply", 7)
COMPOSER_NEWS = r.Composer(NOTE_SIDE, REPLY_SIDE, "note", 8, [TIMELINE.items[2]])  # type: ignore[list-item]
