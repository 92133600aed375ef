"""Addresses of services."""

from __future__ import annotations

from django.urls import path, re_path

from fettle.processes.services import views

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
    path("services", views.listing, name="services"),
    path("services/new", views.new, name="new-service"),
    *(re_path(rf"^services/(?P<number>SVC-\d{{1,12}}){below}$", view) for below, view in BELOW),
]
