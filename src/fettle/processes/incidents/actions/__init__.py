"""Writes of incidents and requests. Each takes the actor, asks permission, applies the rules and writes one entry."""

from collections.abc import Callable

from fettle.kernel.records.models import Record
from fettle.processes.incidents.actions.closing import close, confirm, reopen, resolve, withdraw
from fettle.processes.incidents.actions.joining import add_report
from fettle.processes.incidents.actions.major import declare_major, review_major
from fettle.processes.incidents.actions.registering import follow_up, register, revise
from fettle.processes.incidents.actions.talking import note, reply
from fettle.processes.incidents.actions.undoing import undo
from fettle.processes.incidents.actions.working import (
    assign,
    escalate,
    hand_over,
    prioritise,
    resume,
    start,
    take,
    wait,
    wake,
)

VERBS: dict[str, Callable[..., Record]] = {
    "take": take,
    "start": start,
    "assign": assign,
    "hand_over": hand_over,
    "wait": wait,
    "resume": resume,
    "prioritise": prioritise,
    "escalate": escalate,
    "resolve": resolve,
    "confirm": confirm,
    "close": close,
    "reopen": reopen,
    "withdraw": withdraw,
    "declare_major": declare_major,
    "review_major": review_major,
}

__all__ = [
    "VERBS",
    "add_report",
    "assign",
    "close",
    "confirm",
    "declare_major",
    "escalate",
    "follow_up",
    "hand_over",
    "note",
    "prioritise",
    "register",
    "reopen",
    "reply",
    "resolve",
    "resume",
    "review_major",
    "revise",
    "start",
    "take",
    "undo",
    "wait",
    "wake",
    "withdraw",
]
