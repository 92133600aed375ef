"""Addresses that belong to no room: what pickers ask, and taking a file away from a record of any kind."""

from __future__ import annotations

from django.urls import path, re_path

from fettle.edges.pages import files, pickers

urlpatterns = [
    path("pick/people", pickers.people, name="pick-people"),
    path("pick/organisations", pickers.organisations, name="pick-organisations"),
    path("pick/records", pickers.records),
    path("pick/records/<slug:place>", pickers.records, name="pick-records"),
    re_path(
        r"^files/on/(?P<number>[A-Z]{2,4}-\d{1,12})/(?P<file>\d{1,12})/withdraw$", files.withdraw, name="withdraw-file"
    ),
]
