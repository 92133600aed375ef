# ruff: noqa: E501
"""Made content: the frame, and the words that all pages of the gallery share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fettle.edges.pages.frame import Nav, NavGroup, NavItem, Shell
from fettle.edges.pages.sla import SlaView

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
