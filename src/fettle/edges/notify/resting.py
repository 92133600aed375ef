"""Who let us wait in vain just now, as this process saw it: nobody is asked again at once, for the sake of the others.

Kept in memory only: it saves time, and what it forgets is found out again.
"""

from __future__ import annotations

import time

REST_SECONDS = 60.0
_until: dict[str, float] = {}


def remember(silent: str) -> None:
    """``silent`` let us wait; "" is nobody."""
    now = time.monotonic()
    for name in [name for name, until in _until.items() if until <= now]:
        _until.pop(name, None)
    if silent:
        _until[silent] = now + REST_SECONDS


def seconds_left(*names: str) -> float:
    """Until all of them may be asked again."""
    now = time.monotonic()
    return max(0.0, *(_until.get(name, now) - now for name in names))


def forget() -> None:
    _until.clear()
