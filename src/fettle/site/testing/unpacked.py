"""Files that the house gives, in each form that they have, and the words in them: those of a PDF or a workbook are
compressed, so that nothing is found in their bytes.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from fettle.kernel.assembly import assembly
from fettle.site.testing.pages import Page

TABLE = re.compile(r"export|\.csv|<ending>")
PAPER = re.compile(r"pdf|print|paper|<ending>")
BROKEN = re.compile("[-‐\u00ad]\n\\s*")
"""Where a line of a paper ends within a word."""


def opened(data: bytes) -> str:
    """Whatever somebody reads who opens it."""
    if data.startswith(b"%PDF"):
        command = ["pdftotext", "-htmlmeta", "-", "-"]
        told = subprocess.run(command, input=data, capture_output=True, check=True).stdout
        return BROKEN.sub("", told.decode(errors="replace"))
    if data.startswith(b"PK\x03\x04"):
        with ZipFile(BytesIO(data)) as book:
            data = b"\n".join(map(book.read, book.namelist()))
    return data.decode(errors="replace")


def words(answer: Any) -> str:
    """The same of an answer, which may come in pieces."""
    return opened(b"".join(answer) if answer.streaming else answer.content)


def tables(page: Page, address: str) -> Iterator[str]:
    """The addresses of a table in both forms; a form that an address does not have is refused or is the other one."""
    joint = "<kinds>" in page.path
    for place in [*(kind.path for kind in assembly().kinds), "incidents,requests"] if joint else [""]:
        start = address.replace("/incidents/", f"/{place}/") if joint else address.replace(".json", ".xlsx")
        yield from (f"{start}{'&' if '?' in start else '?'}format={form}" for form in ("csv", "xlsx"))


def files(page: Page, address: str) -> Iterator[str]:
    """The addresses of all that can be saved or printed there."""
    if TABLE.search(page.path):
        yield from tables(page, address)
    if PAPER.search(page.path):
        yield address.replace(".json", ".pdf")
