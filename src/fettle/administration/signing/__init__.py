"""Signing in and out, by password or by a mailed link."""
