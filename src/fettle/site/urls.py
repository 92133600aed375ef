"""Every address of the site, read top to bottom."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("fettle.facilities.discussion.urls")),
]
