"""Addresses of reports and their specifications."""

from __future__ import annotations

from django.urls import path, re_path

from fettle.processes.reporting import pages, views

BELOW = (
    ("", views.record),
    ("/timeline", views.timeline),
    ("/live", views.live),
    ("/edit", views.edit),
    ("/export", views.export),
    ("/presence", views.looking),
    ("/link", views.link),
    ("/unlink", views.unlink),
    ("/do/(?P<name>[a-z_]+)", views.step),
)

urlpatterns = [
    path("reports", views.listing, name="reports"),
    path("reports/new", views.new, name="new-report"),
    path("reports/fits", pages.fits, name="report-fits"),
    path("reports/fits/records", pages.records, name="report-records"),
    re_path(r"^reports/fits\.(?P<ending>pdf|xlsx|html|json)$", pages.file, name="report-file"),
    *(re_path(rf"^reports/(?P<number>RPS-\d{{1,12}}){below}$", view) for below, view in BELOW),
]
