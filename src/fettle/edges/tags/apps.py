from django.apps import AppConfig


class TagPagesConfig(AppConfig):
    name = "fettle.edges.tags"
    label = "tag_pages"
