"""Service reporting: which reports are agreed, and the FITS service report built from everybody's figures.

FitSM: PR3. Owner role: service reporting manager (report_owner).
"""
