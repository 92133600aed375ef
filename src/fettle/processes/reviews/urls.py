"""Addresses of reviews."""

from __future__ import annotations

from django.urls import path, re_path

from fettle.processes.reviews import paper, views

BELOW = (
    ("", views.record),
    ("/timeline", views.timeline),
    ("/live", views.live),
    ("/edit", views.edit),
    ("/presence", views.looking),
    ("/link", views.link),
    ("/unlink", views.unlink),
    ("/do/(?P<name>[a-z_]+)", views.step),
    ("/pdf", paper.printed),
)

urlpatterns = [
    path("reviews", views.listing, name="reviews"),
    path("reviews/new", views.new, name="new-review"),
    *(re_path(rf"^reviews/(?P<number>REV-\d{{1,12}}){below}$", view) for below, view in BELOW),
]
