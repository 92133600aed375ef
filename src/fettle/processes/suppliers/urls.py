"""Addresses of suppliers."""

from __future__ import annotations

from django.urls import path, re_path

from fettle.processes.suppliers import views

BELOW = (
    ("", views.record),
    ("/timeline", views.timeline),
    ("/live", views.live),
    ("/edit", views.edit),
    ("/presence", views.looking),
    ("/link", views.link),
    ("/unlink", views.unlink),
    ("/do/(?P<name>[a-z_]+)", views.step),
    ("/met", views.met),
)

urlpatterns = [
    path("suppliers", views.listing, name="suppliers"),
    path("suppliers/new", views.new, name="new-supplier"),
    *(re_path(rf"^suppliers/(?P<number>SUP-\d{{1,12}}){below}$", view) for below, view in BELOW),
]
