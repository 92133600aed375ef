from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "fettle.edges.operations"
    label = "operations"
