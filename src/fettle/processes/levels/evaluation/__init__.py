"""Agreements held against what happened: per calendar period, each target with what was measured, met or missed
(PR2.A2.2, PR2.A3.2).
"""
