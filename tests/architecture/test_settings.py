"""The list of applications is complete, and nothing a page may load lies on another host."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

SOURCE = Path(__file__).parents[2] / "src"


def test_every_application_is_installed() -> None:
    """A package with apps.py or models.py that is not listed has neither tables nor templates."""
    packages = {file.parent for name in ("apps.py", "models.py") for file in (SOURCE / "fettle").rglob(name)}
    names = {".".join(package.relative_to(SOURCE).parts) for package in packages}
    assert names - set(settings.INSTALLED_APPS) == set()


def test_the_policy_allows_nothing_foreign_and_nothing_inline() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    assert {source for sources in directives.values() for source in sources} == {"'none'", "'self'", "data:"}
    assert [name for name, sources in directives.items() if "data:" in sources] == ["img-src"]
