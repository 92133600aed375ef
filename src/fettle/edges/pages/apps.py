from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "fettle.edges.pages"
    label = "pages"
