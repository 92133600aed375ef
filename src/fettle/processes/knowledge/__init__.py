"""Knowledge: articles for everyone or for staff, what they solved, and what they did not.

FitSM: PR9 (steps for well-known incidents and requests, PR9.A2). Owner role: incident and service request manager; each
article has an owner.
"""
