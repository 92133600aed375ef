"""Writes of incidents and requests. Each takes the actor, asks permission, applies the rules and writes one entry."""

from collections.abc import Callable

from fettle.kernel.records.models import Record
from fettle.processes.incidents.actions.closing import close, confirm, reopen, resolve, withdraw
from fettle.processes.incidents.actions.forwarding import forward, hear
from fettle.processes.incidents.actions.joining import add_report
from fettle.processes.incidents.actions.major import (
    appoint,
    declare_major,
    review_major,
    set_interval,
    set_meeting,
    undeclare_major,
    write_review,
)
from fettle.processes.incidents.actions.merging import merge, unmerge
from fettle.processes.incidents.actions.registering import follow_up, register, revise
from fettle.processes.incidents.actions.splitting import split
from fettle.processes.incidents.actions.talking import note, reply
from fettle.processes.incidents.actions.time import correct_time, note_time, withdraw_time
from fettle.processes.incidents.actions.undoing import undo
from fettle.processes.incidents.actions.updating import send_update
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
    "merge": merge,
    "unmerge": unmerge,
    "withdraw": withdraw,
    "declare_major": declare_major,
    "send_update": send_update,
    "appoint": appoint,
    "set_meeting": set_meeting,
    "set_interval": set_interval,
    "write_review": write_review,
    "review_major": review_major,
    "undeclare_major": undeclare_major,
}

__all__ = [
    "VERBS",
    "add_report",
    "appoint",
    "assign",
    "close",
    "confirm",
    "correct_time",
    "declare_major",
    "escalate",
    "follow_up",
    "forward",
    "hand_over",
    "hear",
    "merge",
    "note",
    "note_time",
    "prioritise",
    "register",
    "reopen",
    "reply",
    "resolve",
    "resume",
    "review_major",
    "revise",
    "send_update",
    "set_interval",
    "set_meeting",
    "split",
    "start",
    "take",
    "undeclare_major",
    "undo",
    "unmerge",
    "wait",
    "wake",
    "withdraw",
    "withdraw_time",
    "write_review",
]
