"""The site as a Django application, last in the list."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "fettle.site"
    label = "site"
