"""Addresses of tags on records. The tags themselves are kept under ``administration/tags``."""

from __future__ import annotations

from django.urls import re_path

from fettle.edges.tags import views

urlpatterns = [re_path(r"^tags/on/(?P<number>[A-Z]{2,4}-\d{1,12})$", views.on, name="tag-record")]
