"""Addresses of the guided start."""

from django.urls import path

from fettle.administration.start import views

urlpatterns = [
    path("start/", views.start, name="start"),
    path("start/done/", views.done, name="start-done"),
    path("start/<slug:key>/", views.one, name="start-step"),
]
