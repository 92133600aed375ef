"""Form widgets that the browser does not have. Drawn by the templates of this package."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class Picker(forms.Widget):
    """One person or record out of many: a combobox over `url`, which answers `?q=` with components/picker_options.html.

    `label_of` gives the words for a value. Without scripts only the words arrive (`<name>_words`): then they are the
    value, and the field's `clean` looks them up.
    """

    template_name = "components/picker.html"
    drawn_as = "picker"

    def __init__(self, url: str, label_of: Callable[[Any], str] = str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.url, self.label_of = url, label_of

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"url": self.url, "label": self.label_of(value) if value not in (None, "") else ""}
        return context

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name) or data.get(f"{name}_words", "").strip()

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}_words" not in data
