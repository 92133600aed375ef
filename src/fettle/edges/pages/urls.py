"""Addresses that belong to no room: what pickers ask."""

from __future__ import annotations

from django.urls import path

from fettle.edges.pages import pickers

urlpatterns = [
    path("pick/people", pickers.people, name="pick-people"),
    path("pick/organisations", pickers.organisations, name="pick-organisations"),
    path("pick/records", pickers.records),
    path("pick/records/<slug:place>", pickers.records, name="pick-records"),
]
