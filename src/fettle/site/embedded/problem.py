"""What keeps the embedded database from running."""


class DatabaseProblem(Exception):
    """The embedded PostgreSQL cannot run; the message is one sentence for the operator with the remedy."""
