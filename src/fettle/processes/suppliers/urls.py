"""Addresses of suppliers, of their scorecards, and of what they offer."""

from __future__ import annotations

from django.urls import path

from fettle.edges.pages import usual
from fettle.processes.suppliers.offerings import actions, views
from fettle.processes.suppliers.offerings.records import OFFERING
from fettle.processes.suppliers.performance import pages
from fettle.processes.suppliers.subcontractors import pages as subcontractors
from fettle.processes.suppliers.views import ROOM

PERFORMANCE = (
    ("/scorecard", pages.page),
    ("/scorecard/pdf", pages.pdf),
    (r"/scorecard\.csv", pages.as_csv),
    ("/rate", pages.rate),
)

urlpatterns = [
    *ROOM.addresses(*PERFORMANCE, *subcontractors.BELOW),
    path("offerings", views.listing, name="offerings"),
    path("offerings/new", views.new, name="new-offering"),
    *usual.pages(OFFERING, revise=actions.revise, verbs=actions.VERBS),
]
