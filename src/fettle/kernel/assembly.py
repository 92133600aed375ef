"""The frozen Assembly: everything the house is made of, handed to the kernel once at start.

This is the only inversion in the house: ``site/assembly.py`` lists kinds, facts, roles, reactions and so on as plain
values,
``site/apps.py`` installs them, and lower floors ask ``assembly()`` instead of importing upwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fettle.kernel.access.declare import Role
    from fettle.kernel.figures.declare import Figure
    from fettle.kernel.history.erase import Trace
    from fettle.kernel.history.facts import Fact
    from fettle.kernel.history.reactions import Reaction
    from fettle.kernel.records.declare import Kind
    from fettle.kernel.settings.declare import Definition


@dataclass(frozen=True)
class Assembly:
    """Plain lists, read top to bottom. Names must be unique; ``site/tests`` says so."""

    kinds: tuple[Kind, ...] = ()
    facts: tuple[type[Fact], ...] = ()
    upcasts: Mapping[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = field(default_factory=dict)
    roles: tuple[Role, ...] = ()
    definitions: tuple[Definition, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    figures: tuple[Figure, ...] = ()
    traces: tuple[Trace, ...] = ()
    nav: tuple[Any, ...] = ()
    importers: tuple[Any, ...] = ()
    cycles: tuple[Any, ...] = ()
    slots: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)

    @cached_property
    def kind_by_key(self) -> dict[str, Kind]:
        return {kind.key: kind for kind in self.kinds}

    @cached_property
    def kind_by_prefix(self) -> dict[str, Kind]:
        return {kind.prefix: kind for kind in self.kinds}

    @cached_property
    def fact_by_name(self) -> dict[str, type[Fact]]:
        return {fact.name: fact for fact in self.facts}

    @cached_property
    def role_by_key(self) -> dict[str, Role]:
        return {role.key: role for role in self.roles}

    @cached_property
    def definition_by_key(self) -> dict[str, Definition]:
        return {definition.key: definition for definition in self.definitions}

    @cached_property
    def figure_by_code(self) -> dict[str, Figure]:
        return {figure.code: figure for figure in self.figures}

    @cached_property
    def cycle_by_code(self) -> dict[str, Any]:
        return {cycle.code: cycle for cycle in self.cycles}


_installed: Assembly | None = None


def install(value: Assembly) -> None:
    """Called once by ``site/apps.py``; tests may install another one and put the first back."""
    global _installed
    _installed = value


def assembly() -> Assembly:
    """The installed assembly. Raises RuntimeError before ``site`` has installed it."""
    if _installed is None:
        raise RuntimeError("No assembly is installed: fettle.site must be in INSTALLED_APPS.")
    return _installed
