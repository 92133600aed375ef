from django.apps import AppConfig


class RiskPagesConfig(AppConfig):
    name = "fettle.edges.risks"
    label = "risk_pages"
