"""Addresses of satisfaction. The secret of a link stands in its address, so its page loads nothing foreign."""

from __future__ import annotations

from django.urls import path, re_path

from fettle.edges.pages import usual
from fettle.processes.surveys import following, pages, running, views
from fettle.processes.surveys.records import FOLLOW_UP, SURVEY

urlpatterns = [
    path("surveys", views.listing, name="surveys"),
    path("surveys/new", views.new, name="new-survey"),
    *usual.pages(SURVEY, revise=running.revise, verbs=running.VERBS),
    path("followups", views.follow_ups, name="followups"),
    path("followups/new", views.new_follow_up, name="new-follow-up"),
    *usual.pages(FOLLOW_UP, revise=following.revise, verbs=following.VERBS),
    re_path(r"^ratings/(?P<number>[A-Z]{2,4}-\d{1,12})$", pages.signed_in, name="rate"),
    path("s/<str:secret>", pages.by_link, name="rate-by-link"),
]
