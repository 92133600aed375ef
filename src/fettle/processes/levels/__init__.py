"""Service level management (PR2), as far as the desk's clocks stand on it: the default agreement with its targets and
calendar.

FitSM: PR2. Owner role: service level manager.
"""
