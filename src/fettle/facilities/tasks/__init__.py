"""Ordered steps on any record: each with an owner, done or left out with a reason, and how far the record is."""
