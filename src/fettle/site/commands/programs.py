"""PostgreSQL's own programs, of the embedded server or of the same wheel against an own PostgreSQL."""

from __future__ import annotations

import os
import subprocess
from typing import IO

from fettle.site.config import config
from fettle.site.embedded import Server, account, binaries
from fettle.site.refusal import Refused


def run(
    server: Server | None,
    program: str,
    *arguments: str,
    stdin: IO[bytes] | None = None,
    stdout: IO[bytes] | None = None,
) -> None:
    """Run a program that streams its data. Raises Refused with the program's own last line when it fails."""
    owner = server.account if server else account.Account(os.geteuid(), os.getegid())
    folder = server.bin if server else binaries.folder(owner, config().data / "postgres")
    done = subprocess.run(
        [str(folder / program), *arguments],
        stderr=subprocess.PIPE,
        check=False,
        cwd="/",
        stdin=stdin,
        stdout=stdout,
        **owner.as_arguments(),
    )
    if done.returncode != 0:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise Refused(f"{program} failed: {lines[-1] if lines else 'no reason given'}")
