"""Addresses of approvals. The secret of a link stands in its address, so its page loads nothing foreign."""

from __future__ import annotations

from django.urls import path, re_path

from fettle.edges.decisions import delegating, linked, views

ONE = r"^approvals/(?P<number>[A-Z]{2,4}-\d{1,12})/"

urlpatterns = [
    path("approvals/", views.index, name="approvals"),
    re_path(rf"{ONE}$", views.decide, name="approval"),
    re_path(rf"{ONE}ask$", views.ask, name="approval-ask"),
    re_path(rf"{ONE}cancel$", views.cancel, name="approval-cancel"),
    path("a/<str:secret>", linked.by_link, name="approval-by-link"),
    path("me/delegates/", delegating.delegates, name="own-delegates"),
    path("me/delegates/<int:key>/end/", delegating.end, name="end-delegate"),
]
