"""Every text of the product is said in German too, with the same placeholders."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

SOURCE = Path(__file__).parents[2] / "src" / "fettle"
GERMAN = SOURCE / "locale" / "de" / "LC_MESSAGES" / "django.po"
OTHERWISE = re.compile(r"gettext(?:_lazy)? as (\w\w+)")
"""Another name under which a module asks for translations."""
PLACEHOLDER = re.compile(r"%\(\w+\)s|%d|\{\w*\}")


def texts(value: str | tuple[str, ...] | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def placeholders(value: str | tuple[str, ...] | list[str]) -> set[str]:
    return {found for text in texts(value) for found in PLACEHOLDER.findall(text)}


def test_german_is_whole() -> None:
    with GERMAN.open("rb") as file:
        messages = [message for message in read_po(file, locale="de") if message.id]
    assert len(messages) > 1000
    assert [message.id for message in messages if not all(texts(message.string)) or message.fuzzy] == []
    wrong = [message.id for message in messages if placeholders(message.id) != placeholders(message.string)]
    assert wrong == []
    escaped = [message.id for message in messages if any("\\u" in text for text in texts(message.id))]
    assert escaped == [], "xgettext reads no escapes, so what is asked for is another text than stands here"


def test_no_text_is_missing(tmp_path: Path) -> None:
    """What GNU gettext finds in Python and templates today is in the German file."""
    if shutil.which("xgettext") is None:
        pytest.skip("GNU gettext is not installed: whether new texts are translated was not looked at")
    from django.core.management.commands.makemessages import Command
    from django.utils.translation import template

    sources = []
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix == ".py" and "/tests/" not in str(path) and "/testing/" not in str(path):
            sources.append(path)
        elif path.suffix in (".html", ".txt") and "templates" in path.parts and "/tests/" not in str(path):
            made = tmp_path / f"{len(sources)}_{path.name}.py"
            made.write_text(template.templatize(path.read_text("utf-8"), origin=str(path)), "utf-8")
            sources.append(made)
    found = tmp_path / "found.pot"
    command = ["xgettext", "--language=Python", "--from-code=UTF-8", "--no-location", "-o", str(found), "-f", "-"]
    command += [option for option in Command.xgettext_options if option not in ("--from-code=UTF-8",)]
    keywords = (
        "gettext_noop",
        "gettext_lazy",
        "ngettext_lazy:1,2",
        "pgettext:1c,2",
        "npgettext:1c,2,3",
        "pgettext_lazy:1c,2",
    )
    named = {name for path in sources for name in OTHERWISE.findall(path.read_text("utf-8"))}
    command += [f"--keyword={word}" for word in (*keywords, *sorted(named))]
    subprocess.run(command, input="\n".join(map(str, sources)), text=True, check=True, capture_output=True)
    header = (
        found.read_text("utf-8")
        .replace("CHARSET", "UTF-8")
        .replace("nplurals=INTEGER; plural=EXPRESSION", "nplurals=2; plural=n != 1")
    )
    found.write_text(header, "utf-8")
    with found.open("rb") as file, GERMAN.open("rb") as german:
        known = {(message.id, message.context) for message in read_po(german, locale="de")}
        missing = [message.id for message in read_po(file) if message.id and (message.id, message.context) not in known]
    assert missing == []


def test_what_the_house_calls_itself_is_said_in_german_too() -> None:
    """Histories name the jobs of the house: each label is marked where it is given, or names a command."""
    bare = []
    for path in sorted(SOURCE.rglob("*.py")):
        if {"tests", "testing", "demo"}.isdisjoint(path.parts):
            calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
            labels = [ast.unparse(call.args[0]) for call in calls if ast.unparse(call.func) == "Actor.house"]
            bare += [(path.name, label) for label in labels if not label.startswith(("gettext_noop(", "'fettle "))]
    assert bare == []
