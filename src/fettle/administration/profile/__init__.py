"""Everybody's own page: how they like it, their password, sessions and tokens."""
