"""Satisfaction (PR7.A3): people rate how what they asked for was handled, customers answer surveys, and what is not
good enough is followed up.

FitSM: PR7. Owner role: customer relationship manager.
"""
