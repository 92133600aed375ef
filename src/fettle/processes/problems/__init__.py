"""Problem management (PR10): what lies behind incidents, and what is known of it: problems, known errors, workarounds.

FitSM: PR10. Owner role: problem manager; each problem and each known error has an owner.
"""
