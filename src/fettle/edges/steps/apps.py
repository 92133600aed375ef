from django.apps import AppConfig


class StepsConfig(AppConfig):
    name = "fettle.edges.steps"
    label = "record_steps"
