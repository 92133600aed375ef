"""Addresses of articles."""

from __future__ import annotations

from django.urls import path, re_path

from fettle.edges.papers import urls as papers
from fettle.processes.knowledge import views
from fettle.processes.knowledge.records import ARTICLE

BELOW = (
    ("/timeline", views.timeline),
    ("/live", views.live),
    ("/edit", views.edit),
    ("/presence", views.looking),
    ("/link", views.link),
    ("/unlink", views.unlink),
    ("/used", views.used),
    ("/send", views.send),
    ("/do/(?P<name>[a-z_]+)", views.step),
)

urlpatterns = [
    path("knowledge", views.listing, name="knowledge"),
    path("knowledge/new", views.new, name="new-article"),
    path("knowledge/figures", views.figures, name="knowledge-figures"),
    *papers.below(ARTICLE),
    *(re_path(rf"^knowledge/(?P<number>KB-\d{{1,12}}){below}$", view) for below, view in BELOW),
]
