from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "fettle.edges.duties"
    label = "duties"
