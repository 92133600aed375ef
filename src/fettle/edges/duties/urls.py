"""Addresses of duties."""

from __future__ import annotations

from django.urls import path, re_path

from fettle.edges.duties import views

ONE = r"^duties/(?P<number>[A-Z]{2,4}-\d{1,12})/(?P<code>[a-z_.]{1,40})/"

urlpatterns = [
    path("duties/", views.index, name="duties"),
    path("duties/export", views.export, name="export-duties"),
    re_path(rf"{ONE}$", views.duty, name="duty"),
    re_path(rf"{ONE}(?P<name>done|skip|end)$", views.step, name="duty-step"),
]
