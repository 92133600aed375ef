"""Organisations (customer, supplier, member and provider are one party model), teams, people and how they sign in."""
