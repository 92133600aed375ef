"""Addresses of satisfaction. The secret of a link stands in its address, so its page loads nothing foreign."""

from __future__ import annotations

from django.urls import path, re_path

from fettle.processes.surveys import pages, views

OF_SURVEYS = (
    ("", views.record),
    ("/timeline", views.timeline),
    ("/live", views.live),
    ("/edit", views.edit),
    ("/presence", views.looking),
    ("/link", views.link),
    ("/unlink", views.unlink),
    ("/do/(?P<name>[a-z_]+)", views.step),
)
OF_FOLLOW_UPS = (
    ("", views.follow_up),
    ("/timeline", views.follow_up_timeline),
    ("/live", views.follow_up_live),
    ("/edit", views.edit_follow_up),
    ("/presence", views.follow_up_looking),
    ("/link", views.follow_up_link),
    ("/unlink", views.follow_up_unlink),
    ("/do/(?P<name>[a-z_]+)", views.follow_up_step),
)

urlpatterns = [
    path("surveys", views.listing, name="surveys"),
    path("surveys/new", views.new, name="new-survey"),
    *(re_path(rf"^surveys/(?P<number>SUR-\d{{1,12}}){below}$", view) for below, view in OF_SURVEYS),
    path("followups", views.follow_ups, name="followups"),
    path("followups/new", views.new_follow_up, name="new-follow-up"),
    *(re_path(rf"^followups/(?P<number>FUP-\d{{1,12}}){below}$", view) for below, view in OF_FOLLOW_UPS),
    re_path(r"^ratings/(?P<number>[A-Z]{2,4}-\d{1,12})$", pages.signed_in, name="rate"),
    path("s/<str:secret>", pages.by_link, name="rate-by-link"),
]
