# ruff: noqa: E501
"""Made content: what people ask with: the form, the palette, and the portal."""

from __future__ import annotations

from django import forms

from fettle.edges.pages.widgets import Picker

from .frames import WORK, State


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
