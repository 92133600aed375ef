"""Django's PostgreSQL backend that never takes a commit with an unknown outcome for a success."""
