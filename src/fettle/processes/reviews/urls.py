"""Addresses of reviews."""

from __future__ import annotations

from django.urls import path

from fettle.edges.pages import usual
from fettle.processes.reviews import actions, paper, views
from fettle.processes.reviews.records import REVIEW

urlpatterns = [
    path("reviews", views.listing, name="reviews"),
    path("reviews/new", views.new, name="new-review"),
    *usual.pages(REVIEW, ("/pdf", paper.printed), revise=actions.revise, verbs=actions.VERBS, panels=views.PLAIN),
]
