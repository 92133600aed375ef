"""Why a command does not do what it was asked."""


class Refused(Exception):
    """The message is one sentence for the operator that names the cause and the remedy."""
