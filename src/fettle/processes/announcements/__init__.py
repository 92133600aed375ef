"""Announcements: what does not work, what is planned and what everybody should know, said once to all whom it concerns.

FitSM: PR9 (those affected are kept informed of major incidents). Owner role: incident and service request manager.
"""
