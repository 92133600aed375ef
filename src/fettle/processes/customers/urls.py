"""Addresses of customers."""

from __future__ import annotations

from django.urls import path, re_path

from fettle.processes.customers import views
from fettle.processes.customers.complaints import views as complaints

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
OF_COMPLAINTS = (
    ("", complaints.record),
    ("/timeline", complaints.timeline),
    ("/live", complaints.live),
    ("/edit", complaints.edit),
    ("/presence", complaints.looking),
    ("/link", complaints.link),
    ("/unlink", complaints.unlink),
    ("/do/(?P<name>[a-z_]+)", complaints.step),
)

urlpatterns = [
    path("customers", views.listing, name="customers"),
    path("customers/new", views.new, name="new-customer"),
    *(re_path(rf"^customers/(?P<number>CUS-\d{{1,12}}){below}$", view) for below, view in BELOW),
    path("complaints", complaints.listing, name="complaints"),
    path("complaints/new", complaints.new, name="new-complaint"),
    *(re_path(rf"^complaints/(?P<number>CMP-\d{{1,12}}){below}$", view) for below, view in OF_COMPLAINTS),
]
