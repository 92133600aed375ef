"""Financial management of services (FITS): what services and their components cost, budgets and what is spent of them,
and prices where something is charged.

FitSM: PR1 (resources and limits of a proposal, PR1.I2 and PR1.I3); FITS: financial management. Owner role: service
portfolio manager.
"""
