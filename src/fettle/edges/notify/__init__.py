"""Telling people: on screen and by mail. Rules are data, each decision is kept, the outside world is a row first."""
