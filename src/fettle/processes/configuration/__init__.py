"""Configuration management (PR11): what there is to be controlled, what of it stands on what, and how far a failure
reaches, over items and services together.

FitSM: PR11. Owner role: configuration manager; each item has a CI owner.
"""
