"""Who is asking (Actor), what they may do (require), and what they may see (visible). Fails closed: there is no default actor."""

from fettle.kernel.access.actor import Actor, Channel
from fettle.kernel.access.ask import may, require
from fettle.kernel.access.read import audiences, get, visible

__all__ = ["Actor", "Channel", "audiences", "get", "may", "require", "visible"]
