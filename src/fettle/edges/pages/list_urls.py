"""Addresses of lists that belong to no room: search, palette, my work, saved views, bulk changes."""

from __future__ import annotations

from django.urls import path

from fettle.edges.pages import bulk_run, my_work, palette, saved, searching

urlpatterns = [
    path("my-work/", my_work.my_work, name="my-work"),
    path("search", searching.page, name="search"),
    path("palette", palette.palette, name="palette"),
    path("views/", saved.index, name="views"),
    path("views/new", saved.new),
    path("views/<int:key>", saved.edit),
    path("views/<int:key>/delete", saved.delete),
    path("bulk/<int:key>", bulk_run.progress),
    path("bulk/<int:key>/undo", bulk_run.undo),
]
