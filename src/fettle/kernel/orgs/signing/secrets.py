"""Secrets that are handed out once and kept only as a hash."""

from __future__ import annotations

import hashlib
import secrets

BYTES = 32
"""256 random bits: nobody guesses them, so a plain fast hash keeps them safe and lets the database look them up."""


def make() -> tuple[str, str]:
    """A new secret and the hash that is stored of it."""
    secret = secrets.token_urlsafe(BYTES)
    return secret, hashed(secret)


def hashed(secret: str) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(secret.encode()).hexdigest()
