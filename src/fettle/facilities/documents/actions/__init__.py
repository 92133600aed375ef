"""Writes of controlled texts: ``writing`` and approving, ``distributing`` and confirming."""

from collections.abc import Callable

from fettle.facilities.documents.actions.distributing import acknowledge, distribute, remind, take_off
from fettle.facilities.documents.actions.writing import (
    approve,
    discard,
    locked,
    put_in_force,
    send_back,
    submit,
    withdraw,
    write,
)
from fettle.kernel.records.models import Record

VERBS: dict[str, Callable[..., Record]] = {
    "write": write,
    "submit": submit,
    "approve": approve,
    "send_back": send_back,
    "discard": discard,
    "withdraw": withdraw,
}
"""The action of each verb of ``workflow.flow``."""

__all__ = [
    "VERBS",
    "acknowledge",
    "approve",
    "discard",
    "distribute",
    "locked",
    "put_in_force",
    "remind",
    "send_back",
    "submit",
    "take_off",
    "withdraw",
    "write",
]
