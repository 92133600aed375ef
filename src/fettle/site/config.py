"""Configuration from the environment: one typed row per key, read once, refused with a sentence when wrong."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PREFIX = "FETTLE_"
READ_ELSEWHERE = frozenset({"FETTLE_MUST_RUN", "FETTLE_CLOCK_CASES", "FETTLE_NODE_WHEEL"})  # by tests and build
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
EVERY_INTERFACE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, not bound to


class ConfigError(Exception):
    """A key of the environment has no usable value; the message names the key and the remedy."""


def text(value: str) -> str:
    return value


def folder(value: str) -> Path:
    if set(value) & set('"$`\\\n'):
        raise ValueError('a folder whose name has none of " $ ` \\ (the database starts through a shell)')
    return Path(value).expanduser().absolute()


def whole(lowest: int, highest: int) -> Callable[[str], int]:
    """A parser of whole numbers from `lowest` to `highest`, both included."""

    def parse(value: str) -> int:
        plain = value.isascii() and value.isdecimal() and len(value) < 19
        if not plain or not lowest <= int(value) <= highest:
            raise ValueError(f"a whole number from {lowest} to {highest}")
        return int(value)

    return parse


def one_of(*words: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in words:
            raise ValueError("one of " + ", ".join(word or "(empty)" for word in words))
        return value

    return parse


def yes_or_no(value: str) -> bool:
    return one_of("yes", "no")(value) == "yes"


def words(value: str) -> tuple[str, ...]:
    return tuple(word for word in value.replace(",", " ").split() if word)


def web_address(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/")):
        raise ValueError("an address without a path, such as https and a host name")
    return value.rstrip("/")


def database_address(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/")):
        raise ValueError("an address of the form postgresql://user:password@host:5432/name")
    return value


def default_data() -> str:
    """The data folder when none is named: the system's for root, otherwise the person's own."""
    if os.geteuid() == 0:
        return "/var/lib/fettle"
    return str(Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share") / "fettle")


def key(default: str, parse: Callable[[str], Any], meaning: str, *, env: str = "") -> Any:
    """One row of `Config`: the default as it would be written, its parser, what it means, and its name when unusual."""
    return field(metadata={"default": default, "parse": parse, "meaning": meaning, "env": env})


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything an operator decides outside the screens. Times are seconds unless the name says otherwise."""

    data: Path = key("", folder, "folder of the embedded database, attachments and the secret key")
    host: str = key("127.0.0.1", text, "address the web server listens on")
    port: int = key("8000", whole(1, 65535), "TCP port the web server listens on")
    base_url: str = key("", web_address, "address people type; https turns on secure cookies")
    allowed_hosts: tuple[str, ...] = key("", words, "further host names the server answers to")
    web_workers: int = key("2", whole(1, 64), "web processes, four threads each")
    secret_key: str = key("", text, "signs sessions and links; made and kept in the data folder when empty")
    debug: bool = key("no", yes_or_no, "developer's error pages; refused on any address but loopback")
    database_url: str = key("", database_address, "own PostgreSQL; empty: the embedded one", env="DATABASE_URL")
    database_owner_url: str = key("", database_address, "the same database as the role that may change tables")
    mail_host: str = key("", text, "SMTP server; empty: mails are shown on the mail page and go nowhere")
    mail_port: int = key("587", whole(1, 65535), "SMTP port")
    mail_user: str = key("", text, "SMTP user name")
    mail_password: str = key("", text, "SMTP password")
    mail_tls: str = key("starttls", one_of("starttls", "tls", "none"), "how the SMTP connection is protected")
    mail_from: str = key("", text, "sender address of every mail")

    @property
    def secure(self) -> bool:
        """People reach us over https, so cookies may demand it."""
        return self.base_url.startswith("https:")

    @property
    def address(self) -> str:
        """Where people find us: `base_url`, or the address we listen on."""
        host = "localhost" if self.host in LOOPBACK | EVERY_INTERFACE else self.host
        return self.base_url or f"http://{host}:{self.port}"

    @property
    def is_local(self) -> bool:
        return self.host in LOOPBACK


def env_name(row: Any) -> str:
    """The environment variable of a dataclass field of `Config`."""
    return str(row.metadata["env"] or PREFIX + row.name.upper())


def read(environ: Mapping[str, str]) -> Config:
    """The configuration in `environ`. Raises ConfigError for an unknown FETTLE_ key and for an unusable value."""
    rows = {env_name(row): row for row in fields(Config)}
    unknown = sorted(name for name in environ if name.startswith(PREFIX) and name not in rows.keys() | READ_ELSEWHERE)
    if unknown:
        raise ConfigError(f"{unknown[0]} is not a setting of Fettle. Known are: {', '.join(sorted(rows))}.")
    values = {}
    for name, row in rows.items():
        raw = environ.get(name) or row.metadata["default"] or (default_data() if row.name == "data" else "")
        try:
            values[row.name] = row.metadata["parse"](raw)
        except ValueError as error:
            raise ConfigError(f"{name} is {raw!r}, but must be {error}.") from error
    return Config(**values)


@cache
def config() -> Config:
    """The configuration of this process."""
    return read(os.environ)


def secret_key(config: Config) -> str:
    """The key that signs: the configured one, else the one kept in the data folder (mode 600), made on first use."""
    if config.secret_key:
        return config.secret_key
    path = config.data / "secret-key"
    try:
        config.data.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _keep(path, secrets.token_urlsafe(50))
        return path.read_text()
    except OSError as error:
        raise ConfigError(f"{path} is out of reach ({error.strerror}): choose another FETTLE_DATA.") from error


def _keep(path: Path, text: str) -> None:
    """Write `path` whole and readable by its owner only; if another process was first, its content stays."""
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
