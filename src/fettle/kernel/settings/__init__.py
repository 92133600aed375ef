"""What an administrator or a process manager changes on a screen: data with a controlled procedure, versioned, with entries."""

from fettle.kernel.settings.declare import Definition, Form, Table
from fettle.kernel.settings.read import Snapshot, current

__all__ = ["Definition", "Form", "Snapshot", "Table", "current"]
