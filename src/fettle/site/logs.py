"""One log: a line per event on standard error, with the request's id; JSON, or plain text for a developer."""

from __future__ import annotations

import logging
import re
import sys

import structlog
from structlog.types import EventDict, Processor

SECRET = re.compile(r"(/sign-in/link/)[^/?\s\"']+")
"""The part of an address by which somebody signs in; whoever reads the log shall not be able to."""


def masked(logger: object, name: str, event: EventDict) -> EventDict:
    """The event without the secrets that stand in addresses."""
    return {key: SECRET.sub(r"\1…", value) if isinstance(value, str) else value for key, value in event.items()}


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure(*, plain: bool) -> None:
    """Send structlog's and the standard library's events through the same processors to standard error."""
    shown: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if plain:
        shown += [masked, structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    else:
        shown += [structlog.processors.format_exc_info, masked, structlog.processors.JSONRenderer()]
    handler = logging.StreamHandler()
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=SHARED, processors=shown))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("procrastinate").setLevel(logging.WARNING)  # it tells of every job; failures are what matters
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
