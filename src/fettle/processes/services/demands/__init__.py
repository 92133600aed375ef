"""Demands and requirements of customers (PR1.I1): what services are proposed for."""
