"""Screens: list, record page, form and portal frame, drawn from declarations."""
