"""A PostgreSQL of our own inside the data folder.

Only the *binaries* of the wheel are used; its launcher counts users in a file that one kill leaves wrong for ever,
takes a foreign process with a recycled number for the server, and opens folders to everybody when started by root.
"""

from fettle.site.embedded.problem import DatabaseProblem
from fettle.site.embedded.server import Server

__all__ = ["DatabaseProblem", "Server"]
