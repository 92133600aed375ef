"""Addresses of risks."""

from __future__ import annotations

from django.urls import path, re_path

from fettle.edges.risks import noting, views

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
    path("risks", views.listing, name="risks"),
    path("risks/new", noting.new, name="new-risk"),
    path("risks/matrix", views.matrix, name="risk-matrix"),
    path("risks/print", views.on_paper, name="print-risks"),
    *(re_path(rf"^risks/(?P<number>RSK-\d{{1,12}}){below}$", view) for below, view in BELOW),
]
