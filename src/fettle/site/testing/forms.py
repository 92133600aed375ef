"""The forms of a page, as a browser without scripts has them: what stands in them, and which buttons they have."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

Attributes = dict[str, str | None]


@dataclass
class Form:
    """``values`` is what would be sent as it stands; ``names`` all controls, ``buttons`` the (name, value) of each."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    buttons: set[tuple[str, str]] = field(default_factory=set)

    def takes(self, name: str, value: str) -> bool:
        """Whether somebody could send this value under this name."""
        return name in self.names or (name, value) in self.buttons


class Forms(HTMLParser):
    """``Forms(page).found``: the forms in the order of the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._open: Form | None = None
        self._area = self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "form":
            self._open = Form(told.get("action") or "", (told.get("method") or "get").lower())
            self.found.append(self._open)
        elif self._open is not None:
            self._control(self._open, tag, told)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._open is not None and self._area:
            self._open.values[self._area] += data.removeprefix("\n")

    def _control(self, form: Form, tag: str, told: Attributes) -> None:
        name, value = told.get("name") or "", told.get("value")
        if tag == "option" and self._select:
            if "selected" in told or self._select not in form.values:
                form.values[self._select] = value or ""
        elif not name or "disabled" in told:
            return
        elif tag == "button":
            form.buttons.add((name, value or ""))
        elif tag in ("input", "textarea", "select"):
            form.names.add(name)
            self._select = name if tag == "select" else self._select
            if tag == "textarea":
                self._area, form.values[name] = name, ""
            elif tag == "input" and (told.get("type") not in ("checkbox", "radio") or "checked" in told):
                form.values[name] = value or ("on" if told.get("type") in ("checkbox", "radio") else "")
