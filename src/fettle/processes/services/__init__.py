"""Service portfolio management (PR1), as far as the desk stands on it: services with owner, hours and supporting team.

FitSM: PR1. Owner role: service portfolio manager; each service has a service owner.
"""
