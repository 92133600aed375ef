"""Fettle: a self-hosted IT service management system that implements FitSM and the FITS service report."""

__version__ = "0.1.0"
