"""Addresses of problems and known errors."""

from __future__ import annotations

from django.urls import path

from fettle.edges.pages import usual
from fettle.processes.problems import actions, views
from fettle.processes.problems.known_errors import actions as known
from fettle.processes.problems.known_errors import views as kedb
from fettle.processes.problems.known_errors.records import KNOWN_ERROR
from fettle.processes.problems.records import PROBLEM

urlpatterns = [
    path("problems", views.listing, name="problems"),
    path("problems/new", views.new, name="new-problem"),
    *usual.pages(
        PROBLEM,
        ("/incidents", views.incidents),
        *views.BELOW,
        revise=actions.revise,
        verbs=actions.VERBS,
        panels=views.PANELS,
    ),
    path("known-errors", kedb.listing, name="known-errors"),
    path("known-errors/new", kedb.new, name="new-known-error"),
    *usual.pages(KNOWN_ERROR, *kedb.BELOW, revise=known.revise, verbs=known.VERBS, panels=kedb.PANELS),
]
