"""What people say on a record: messages to everyone on it, notes for staff, attachments, watchers."""
