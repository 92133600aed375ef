"""Fetching something from an address that somebody outside wrote: the one way in which this house opens the web."""
