"""The web application inside `fettle serve`: its process ends at once when the web server that started it was killed.

Otherwise it would live on, answer beside its successor on the same port, and keep the next start from having it.
"""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing.connection import wait
from threading import Thread

__all__ = ["application"]


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    wait([parent.sentinel])
    os._exit(1)


if parent := multiprocessing.parent_process():
    Thread(target=_end_with, args=[parent], daemon=True).start()

from fettle.site.wsgi import application  # noqa: E402 - it takes a second, in which the web server can be killed too
