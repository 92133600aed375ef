"""Rounds of approval on any record: who is asked, what they decided, and the outcome that follows from it."""
