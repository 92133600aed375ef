"""Addresses of running the installation."""

from django.urls import include, path

urlpatterns = [
    path("", include("fettle.administration.signing.urls")),
    path("", include("fettle.administration.profile.urls")),
    path("", include("fettle.administration.people.urls")),
    path("", include("fettle.administration.definitions.urls")),
    path("", include("fettle.administration.start.urls")),
    path("", include("fettle.administration.tags.urls")),
]
