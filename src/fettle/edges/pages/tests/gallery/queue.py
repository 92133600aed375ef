# ruff: noqa: E501
"""Made content: lists, the board, and the look at a record beside its list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from fettle.edges.pages import lists as l
from fettle.edges.pages.sla import SlaView

from .frames import ASSIGNED, CLOSED, DONE, MET, NEW, NOW, PAUSED, STOP, WAIT, WORK, State, due
from .story import CLOCKS

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

BOARD = [
    {"label": s.label, "count": len(g), "cards": [{"number": each[1], "title": each[2], "url": "#", "line": each[4], "rank": each[0], "reading": each[7], "timed": True, "person": each[6], "face": True, "moves": [{"label": "Go on", "url": "#"}, {"label": "Wait", "url": "#", "asks": True}]} for each in g]}
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
