"""Addresses of agreements."""

from __future__ import annotations

from django.urls import path, re_path

from fettle.processes.levels import lacking_page, printing, views
from fettle.processes.levels.feasible import page

BELOW = (
    ("", views.record),
    ("/timeline", views.timeline),
    ("/live", views.live),
    ("/edit", views.edit),
    ("/presence", views.looking),
    ("/link", views.link),
    ("/unlink", views.unlink),
    ("/do/(?P<name>[a-z_]+)", views.step),
    ("/version", views.version),
    ("/pdf", printing.pdf),
    ("/feasibility", page.feasibility),
    ("/covers/add", views.cover),
    (r"/covers/(?P<cover>\d{1,12})/remove", views.uncover),
)

urlpatterns = [
    path("agreements", views.listing, name="agreements"),
    path("agreements/gaps", lacking_page.gaps, name="agreement-gaps"),
    path("agreements/new", views.new, name="new-agreement"),
    *(re_path(rf"^agreements/(?P<number>AGR-\d{{1,12}}){below}$", view) for below, view in BELOW),
]
