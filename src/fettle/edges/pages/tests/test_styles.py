"""What the built styles and scripts promise: colours that can be read, small files, no words for machines only."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from fettle.edges.pages import assets
from fettle.edges.pages.lists import WIDTHS

CSS = Path(__file__).parents[5] / "frontend" / "css"
LEAST = re.compile(r"\.is-least-(\d+) \{ min-width: (\d+)px")
HUES = ("red", "orange", "amber", "green", "blue", "violet")
TEXT = [
    *(("ink", back) for back in ("surface", "bg", "note", "sel")),
    *(("ink2", back) for back in ("surface", "bg", "side", "sunken")),
    *(("ink3", back) for back in ("surface", "bg", "sunken", "sel", "side", "note")),
    *(("brand-ink", back) for back in ("surface", "bg", "brand-t", "note")),
    *((f"{hue}-ink", f"{hue}-t") for hue in HUES),
    *((f"{hue}-ink", "surface") for hue in ("red", "orange", "green")),
    *(("on-brand", "brand"), ("on-brand", "brand-h"), ("on-p1", "p1"), ("surface", "green"), ("amber-ink", "note")),
]
SHAPES = [
    *((front, back) for front in ("ctl", "focus") for back in ("surface", "bg")),
    *((hue, "surface") for hue in ("brand", *HUES)),
]


def tokens(name: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", (CSS / name).read_text()))


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light.css", "dark.css"])
@pytest.mark.parametrize(("front", "back", "least"), [(a, b, 4.5) for a, b in TEXT] + [(a, b, 3.0) for a, b in SHAPES])
def test_contrast(theme: str, front: str, back: str, least: float) -> None:
    colours = tokens(theme)
    assert contrast(colours[front], colours[back]) >= least


def test_dark_has_every_colour_of_light() -> None:
    assert tokens("dark.css").keys() == tokens("light.css").keys()


@pytest.mark.parametrize(
    ("name", "most"), [("app.css", 25), ("portal.css", 12), ("app.js", 60), ("portal.js", 4), ("sprite.svg", 12)]
)
def test_size(name: str, most: int) -> None:
    """Kilobytes after gzip."""
    packed = gzip.compress((assets.DIST.parent / assets.file(name)).read_bytes())
    assert len(packed) <= most * 1024


def test_nothing_comes_from_another_host() -> None:
    for name in ("app.css", "portal.css"):
        text = (assets.DIST.parent / assets.file(name)).read_text()
        assert not re.search(r"url\(\"?https?:|@import", text)


def test_the_portal_carries_none_of_the_agents_frame() -> None:
    text = (assets.DIST.parent / assets.file("portal.css")).read_text()
    assert ".x-side" not in text.replace(".x-side,", "")
    assert ".x-register" not in text


def test_lock_file_names_no_host() -> None:
    assert "://" not in (CSS.parent / "package-lock.json").read_text()


def test_templates_carry_no_style_and_no_inline_script() -> None:
    for template in (Path(__file__).parents[1] / "templates").rglob("*.html"):
        text = template.read_text()
        assert not re.search(
            r'\sstyle="|\son\w+="|hx-on|hx-vals="js|<script(?! type="module" src)|\[[^\]]*\]\s*"\s*hx-', text
        ), template.name


def test_every_partial_says_what_it_needs() -> None:
    for template in (Path(__file__).parents[1] / "templates").rglob("*.html"):
        assert "{#" in template.read_text()[:400], f"{template.name} has no comment at its top"


YOUNGER = (
    r"@starting-style|@scope|@view-transition|@container style|anchor-name|position-anchor|interpolate-size"
    r"|(?:rgb|hsl|oklch|color)\(from|:open\b|:popover-open"
)
"""What came after Chrome 123, Firefox 121 and Safari 17.5."""


def test_no_style_asks_for_a_younger_browser() -> None:
    """Scripts are built for these browsers by frontend/build.mjs; of styles nothing is rewritten."""
    for name in ("app.css", "portal.css"):
        assert re.findall(YOUNGER, (assets.DIST.parent / assets.file(name)).read_text()) == [], name
    build = (CSS.parent / "build.mjs").read_text()
    floor = {name: float(age) for name, age in re.findall(r'"(chrome|firefox|safari)([\d.]+)"', build)}
    assert floor.keys() == {"chrome", "firefox", "safari"} and 'target: "es2020"' in build
    assert floor["chrome"] <= 123 and floor["firefox"] <= 121 and floor["safari"] <= 17.5


def test_columns_are_as_wide_as_lists_reckon() -> None:
    """A page may carry no style, so the widths stand in a style sheet, and what a table needs is reckoned from them."""
    sheet = (CSS / "table.css").read_text("utf-8")
    assert {name: int(wide) for name, wide in re.findall(r"\.x-col-([\w-]+) \{ width: (\d+)px", sheet)} == WIDTHS
    least = [(int(hundreds), int(wide)) for hundreds, wide in LEAST.findall(sheet)]
    assert least == [(hundreds, 100 * hundreds) for hundreds in range(4, 17)]
