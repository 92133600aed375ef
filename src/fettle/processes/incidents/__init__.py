"""Incident and service request management (PR9): incidents and requests are recorded, worked against their clocks and
closed.

FitSM: PR9. Owner role: incident and service request manager; every record has an assignee, FitSM's case owner.
"""
