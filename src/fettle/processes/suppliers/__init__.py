"""Supplier relationship management (PR8): who our suppliers are, what they offer, how both sides reach each other.

FitSM: PR8. Owner role: supplier relationship manager; each supplier has one.
"""
