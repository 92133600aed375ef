from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "fettle.edges.decisions"
    label = "decisions"
