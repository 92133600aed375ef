"""Who is asking (``actor``), what they may do (``ask``), what they may see (``read``). Fails closed: there is no
default actor.
"""
