"""Configuration: every key works, every wrong one is refused with a sentence that names it."""

from __future__ import annotations

import re
import stat
from dataclasses import fields
from pathlib import Path

import pytest

from fettle.site import config as module
from fettle.site.config import Config, ConfigError, env_name, read, secret_key

SOURCE = Path(module.__file__).parents[1]


def test_nothing_is_needed() -> None:
    config = read({})
    assert (config.port, config.host, config.secure, config.debug) == (8000, "127.0.0.1", False, False)
    assert config.data.is_absolute()


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("FETTLE_PORT", "http", "whole number from 1 to 65535"),
        ("FETTLE_PORT", "0", "whole number from 1 to 65535"),
        ("FETTLE_PORT", "٣", "whole number from 1 to 65535"),
        ("FETTLE_DATA", "/tmp/$(reboot)", "a folder whose name"),
        ("FETTLE_DEBUG", "true", "one of yes, no"),
        ("FETTLE_MAIL_TLS", "ssl", "one of starttls, tls, none"),
        ("FETTLE_BASE_URL", "desk.example.org", "https and a host name"),
        ("DATABASE_URL", "mysql://x/y", "postgresql://"),
        ("DATABASE_URL", "postgresql://host", "postgresql://"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: str, remedy: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read({name: value})
    assert name in str(caught.value) and remedy in str(caught.value)


def test_a_misspelt_key_is_refused() -> None:
    with pytest.raises(ConfigError, match="FETTLE_PROT is not a setting"):
        read({"FETTLE_PROT": "8080"})
    assert read({"PROT": "8080"}).port == 8000


def test_the_tools_of_the_house_use_known_keys_only() -> None:
    """`make check-long` would stop at a key that the configuration refuses."""
    root = SOURCE.parents[1]
    named = {
        name
        for file in ("Makefile", "conftest.py", "hatch_build.py", ".ci/run", "README.md")
        for name in re.findall(r"FETTLE_[A-Z_]*[A-Z]", (root / file).read_text("utf-8"))
    }
    read(dict.fromkeys(named, ""))
    assert len(named) > 3


def test_an_empty_value_is_no_value() -> None:
    assert read({"FETTLE_PORT": "", "DATABASE_URL": ""}) == read({})


def test_every_key_is_read_somewhere() -> None:
    """A key that nothing reads is a promise nobody keeps."""
    texts = [file.read_text("utf-8") for file in SOURCE.rglob("*.py") if file != Path(module.__file__)]
    own = Path(module.__file__).read_text("utf-8")
    unused = [
        env_name(row)
        for row in fields(Config)
        if not any(f"onfig.{row.name}" in text or f"CONFIG.{row.name}" in text or f"onfig().{row.name}" in text
                   or f"settings.{row.name}" in text for text in texts)
        and f"self.{row.name}" not in own and f"config.{row.name}" not in own
    ]  # fmt: skip
    assert not unused


def test_the_secret_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    config = read({"FETTLE_DATA": str(tmp_path / "new")})
    first = secret_key(config)
    assert len(first) > 50 and secret_key(config) == first
    assert stat.S_IMODE((tmp_path / "new" / "secret-key").stat().st_mode) == 0o600
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["secret-key"]


def test_a_given_secret_key_touches_no_file(tmp_path: Path) -> None:
    config = read({"FETTLE_DATA": str(tmp_path / "new"), "FETTLE_SECRET_KEY": "given"})
    assert secret_key(config) == "given" and not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("environ", "address"),
    [
        ({}, "http://localhost:8000"),
        ({"FETTLE_HOST": "0.0.0.0", "FETTLE_PORT": "81"}, "http://localhost:81"),
        ({"FETTLE_HOST": "desk"}, "http://desk:8000"),
        ({"FETTLE_BASE_URL": "https://desk.example.org/"}, "https://desk.example.org"),
    ],
)
def test_the_address_people_are_told(environ: dict[str, str], address: str) -> None:
    assert read(environ).address == address
