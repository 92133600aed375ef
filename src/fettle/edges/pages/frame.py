"""What the frame around every page needs: navigation and the reader's own settings. Filled by a context processor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class NavItem:
    """One line of the sidebar. `key` is the letter after G that goes there; `unset`: the process is not set up yet."""

    label: str
    url: str
    icon: str = ""
    key: str = ""
    count: int | None = None
    hot: bool = False
    current: bool = False
    unset: bool = False


@dataclass(frozen=True)
class NavGroup:
    label: str
    items: Sequence[NavItem]
    open: bool = False


@dataclass(frozen=True)
class Nav:
    """Personal items on top, groups below (the server opens the group of the current page), settings at the foot."""

    personal: Sequence[NavItem] = ()
    groups: Sequence[NavGroup] = ()
    foot: Sequence[NavItem] = ()


@dataclass(frozen=True)
class Shell:
    """The reader's frame. An empty address leaves its button out: there are no dead buttons."""

    name: str
    home_url: str = "/"
    logo_url: str = ""
    theme: Literal["light", "dark", "auto"] = "auto"
    density: Literal["comfortable", "compact"] = "comfortable"
    keys: bool = True
    person_name: str = ""
    account_url: str = ""
    keys_url: str = ""
    sign_in_url: str = ""
    sign_out_url: str = ""
    portal_url: str = ""
    theme_url: str = ""
    palette_url: str = ""
    search_url: str = ""
    new_url: str = ""
    notifications_url: str = ""
    unread: int = 0
    notice: str = ""
    help_url: str = ""
    version: str = ""
