"""The Entry: audit trail, timeline, outbox, input of every clock and evidence for reports, in one table."""
