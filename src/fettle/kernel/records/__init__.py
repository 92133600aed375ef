"""The Record: numbered, owned, scoped to an organisation, in a state. Kinds are declared here; the write door is in
history.
"""

from fettle.kernel.records.declare import Field, Kind, May, Section, always, never, while_in
from fettle.kernel.records.values import EVERYONE, STAFF

__all__ = ["EVERYONE", "STAFF", "Field", "Kind", "May", "Section", "always", "never", "while_in"]
