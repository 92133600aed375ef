"""Writes of any record's conversation: what people say, the files they attach, who watches."""

from fettle.facilities.discussion.actions.files import added, attach, withdraw
from fettle.facilities.discussion.actions.talking import forwarded, noted, replied, supplier_answered, write_down
from fettle.facilities.discussion.actions.watching import unwatch, watch

__all__ = [
    "added",
    "attach",
    "forwarded",
    "noted",
    "replied",
    "supplier_answered",
    "unwatch",
    "watch",
    "withdraw",
    "write_down",
]
