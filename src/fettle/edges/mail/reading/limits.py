"""How much of one mail is read. More is not a mail but an attack or an accident: it is kept and shown as it came."""

from __future__ import annotations

MOST_BYTES = 50_000_000
MOST_PARTS = 200
DEEPEST = 20
MOST_HEADERS = 100
"""Of one name."""
MOST_HEADERS_IN_ALL = 2_000
LONGEST_HEADER = 100_000
MOST_ADDRESSES = 200
MOST_REFERENCES = 200
LONGEST_SUBJECT = 200
LONGEST_TEXT = 100_000
"""Characters, as many as a comment takes."""
LONGEST_HTML = 1_000_000
DEEPEST_HTML = 200
"""Elements inside each other: the cleaner's time grows with the square of the depth."""
MEMORY_BYTES = 512 * 2**20
SECONDS = 10
