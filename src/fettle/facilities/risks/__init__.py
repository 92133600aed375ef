"""Risks of whatever the house answers for: how likely, how bad, what is done about them, who owns them, and what is
accepted for how long (FitSM-1 PR4.3, PR6.2).
"""
