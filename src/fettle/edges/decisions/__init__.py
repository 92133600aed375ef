"""Approvals at a screen, by a link in a mail, and over REST."""
