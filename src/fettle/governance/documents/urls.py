"""Addresses of the documents of the management system."""

from __future__ import annotations

from django.urls import path, re_path

from fettle.edges.papers import urls as papers
from fettle.governance.documents import views
from fettle.governance.documents.records import DOCUMENT

BELOW = (
    ("/timeline", views.timeline),
    ("/live", views.live),
    ("/edit", views.edit),
    ("/presence", views.looking),
    ("/link", views.link),
    ("/unlink", views.unlink),
    ("/do/(?P<name>[a-z_]+)", views.step),
)

urlpatterns = [
    path("documents", views.listing, name="documents"),
    path("documents/new", views.new, name="new-document"),
    *papers.below(DOCUMENT),
    *(re_path(rf"^documents/(?P<number>DOC-\d{{1,12}}){below}$", view) for below, view in BELOW),
]
