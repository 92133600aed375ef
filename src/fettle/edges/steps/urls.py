"""Addresses of steps."""

from __future__ import annotations

from django.urls import path, re_path

from fettle.edges.steps import views

ONE = r"^steps/(?P<number>[A-Z]{2,4}-\d{1,12})/"

urlpatterns = [
    path("steps/", views.index, name="steps"),
    re_path(rf"{ONE}follow$", views.follow, name="steps-follow"),
    re_path(rf"{ONE}add$", views.add, name="steps-add"),
    re_path(rf"{ONE}(?P<step>\d{{1,12}})/$", views.change, name="step"),
    re_path(rf"{ONE}(?P<step>\d{{1,12}})/(?P<name>done|skip|reopen|withdraw|up|down)$", views.deed, name="step-deed"),
]
