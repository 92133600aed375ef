"""Addresses of governance."""

from __future__ import annotations

from django.urls import include, path

from fettle.governance import views

urlpatterns = [
    path("governance/coverage", views.coverage, name="coverage"),
    path("governance/coverage.csv", views.export, name="export-coverage"),
    path("", include("fettle.governance.documents.urls")),
]
