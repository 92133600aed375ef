"""Writes of announcements. Each takes the actor, asks permission, applies the rules and writes one entry."""

from collections.abc import Callable

from fettle.kernel.records.models import Record
from fettle.processes.announcements.actions.announcing import (
    announce,
    end_all,
    end_what_is_over,
    follow,
    release,
    revise,
)
from fettle.processes.announcements.actions.joining import join, me_too, not_affected
from fettle.processes.announcements.actions.telling import end, put_up_again, tell, withdraw

VERBS: dict[str, Callable[..., Record]] = {
    "tell": tell,
    "end": end,
    "put_up_again": put_up_again,
    "withdraw": withdraw,
}

__all__ = [
    "VERBS",
    "announce",
    "end",
    "end_all",
    "end_what_is_over",
    "follow",
    "join",
    "me_too",
    "not_affected",
    "put_up_again",
    "release",
    "revise",
    "tell",
    "withdraw",
]
