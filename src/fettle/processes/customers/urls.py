"""Addresses of customers, and of what they complain of."""

from __future__ import annotations

from django.urls import path

from fettle.edges.pages import usual
from fettle.processes.customers.complaints import actions, views
from fettle.processes.customers.complaints.records import COMPLAINT
from fettle.processes.customers.views import ROOM

urlpatterns = [
    *ROOM.addresses(),
    path("complaints", views.listing, name="complaints"),
    path("complaints/new", views.new, name="new-complaint"),
    *usual.pages(COMPLAINT, *views.TALK, revise=actions.revise, verbs=actions.VERBS, panels=views.PLAIN),
]
