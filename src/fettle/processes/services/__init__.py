"""Service portfolio management (PR1): services from the proposal to their end, what is demanded, how each is specified,
designed and brought into use, what it is made of and who delivers it.

FitSM: PR1. Owner role: service portfolio manager; each service has a service owner.
"""
