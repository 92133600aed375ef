from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "fettle.administration"
    label = "administration"
