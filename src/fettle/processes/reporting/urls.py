"""Addresses of reports and their specifications."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from fettle.processes.reporting import pages, views
from fettle.processes.reporting.patterns import PATTERNS

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


def _of(key: str) -> tuple[URLPattern, ...]:
    """The addresses of one kind of report."""
    kind = {"key": key}
    return (
        path(f"reports/{key}", pages.report, kind, name=f"report-{key}"),
        path(f"reports/{key}/records", pages.records, kind, name=f"report-{key}-records"),
        re_path(rf"^reports/{key}\.(?P<ending>pdf|xlsx|html|json)$", pages.file, kind, name=f"report-{key}-file"),
    )


urlpatterns = [
    path("reports", views.listing, name="reports"),
    path("reports/new", views.new, name="new-report"),
    *(route for key in PATTERNS for route in _of(key)),
    *(re_path(rf"^reports/(?P<number>RPS-\d{{1,12}}){below}$", view) for below, view in BELOW),
]
