from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "fettle.portal"
    label = "portal"
