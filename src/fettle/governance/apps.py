from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "fettle.governance"
    label = "governance"
