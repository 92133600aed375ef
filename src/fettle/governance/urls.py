"""Addresses of governance."""

from __future__ import annotations

from django.urls import path

from fettle.governance import views

urlpatterns = [
    path("governance/coverage", views.coverage, name="coverage"),
    path("governance/coverage.csv", views.export, name="export-coverage"),
]
