from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "fettle.edges.papers"
    label = "papers"
