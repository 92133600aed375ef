"""The documents of the management system (GR2): policy, scope, plan, process descriptions, procedures.

Owner role: SMS manager; each document has an owner.
"""
