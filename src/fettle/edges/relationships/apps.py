from django.apps import AppConfig


class RelationshipPagesConfig(AppConfig):
    name = "fettle.edges.relationships"
    label = "relationship_pages"
