"""PDF from a template: tagged (PDF/UA-1), in the house's own font. Nothing comes from the network."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import typst

from fettle.edges.pages import assets

STANDARD: Final = "ua-1"
NO_GLYPH = "could not be displayed with font"
"""What the typesetter says about a character that the font does not have."""


def printed(package: str, template: str, inputs: Mapping[str, str]) -> bytes:
    """The file ``template`` of a package, set with these inputs. A text in a script that the font does not have is set
    with boxes in its place and without the promise of the standard: a page that says less than all, and no error.

    Raises NotBuilt when the fonts are not there yet.
    """
    with TemporaryDirectory() as alone:  # packages are looked for here alone, and there are none
        page = Path(alone, template)
        page.write_bytes(files(package).joinpath(template).read_bytes())
        given: dict[str, Any] = {
            "root": alone,
            "font_paths": [str(assets.fonts())],
            "ignore_system_fonts": True,
            "sys_inputs": dict(inputs),
            "package_path": alone,
        }
        try:
            return bytes(typst.compile(str(page), pdf_standards=[STANDARD], **given))
        except typst.TypstError as problem:
            if NO_GLYPH not in str(problem):
                raise
            return bytes(typst.compile(str(page), **given))
