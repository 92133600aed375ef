"""Addresses of announcements."""

from __future__ import annotations

from django.urls import path, re_path

from fettle.processes.announcements import views

BELOW = (
    ("", views.record),
    ("/timeline", views.timeline),
    ("/live", views.live),
    ("/edit", views.edit),
    ("/presence", views.looking),
    ("/link", views.link),
    ("/unlink", views.unlink),
    ("/do/(?P<name>[a-z_]+)", views.step),
)

urlpatterns = [
    path("announcements", views.listing, name="announcements"),
    path("announcements/new", views.new, name="new-announcement"),
    *(re_path(rf"^announcements/(?P<number>ANN-\d{{1,12}}){below}$", view) for below, view in BELOW),
]
