"""Addresses of the tags themselves."""

from __future__ import annotations

from django.urls import path

from fettle.administration.tags import views

urlpatterns = [
    path("tags/", views.tags, name="tags"),
    path("tags/export/", views.export, name="export-tags"),
    path("tags/new/", views.add, name="add-tag"),
    path("tags/<int:key>/", views.one, name="tag"),
    path("tags/<int:key>/merge/", views.merge, name="merge-tag"),
]
