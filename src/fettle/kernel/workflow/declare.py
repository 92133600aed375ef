"""Workflow, State, Verb: the declaration. A dead end or an unknown state is refused when the module is imported."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

Rule = Callable[[Any], None]
"""A rule of a process: takes the item (the process's model) and raises Refusal with a sentence, or returns None."""
Personal = Callable[[Any, Any], None]
"""The same of whoever acts: takes the actor and the record."""


@dataclass(frozen=True)
class State:
    """One state. ``shape`` is the glyph (new, ring, half, pause, done, closed, stop): status is shape and word, never
    colour.

    ``open``: somebody has something to do. ``waits``: the clocks of the record stand still here (the reason is named
    by the record).
    ``public`` is the wording for the people we serve.
    """

    key: str
    label: Any
    public: Any = ""
    shape: str = "ring"
    open: bool = True
    waits: bool = False
    final: bool = False


@dataclass(frozen=True)
class Ask:
    """A value a verb asks for. ``type`` is a value type of ``kernel.records.values``. ``first(actor, record)`` is what
    stands in the form before anybody writes into it, else what stands on the record under this name.
    """

    name: str
    type: Any
    label: Any
    hint: Any = ""
    needed: bool = True
    first: Callable[[Any, Any], Any] | None = None


@dataclass(frozen=True)
class Verb:
    """A step somebody takes. ``target`` None keeps the state; ``keeps`` are those sources that stay as they are though
    others lead to the target. ``needs`` are rules, each refuses with its own sentence; ``whose`` are those about the
    person, where their role alone does not decide. ``quiet``: where one refuses, pages leave the step out instead of
    saying why: it belongs to few records.
    """

    name: str
    label: Any
    sources: Collection[str]
    target: str | None
    may: str
    needs: tuple[Rule, ...] = ()
    asks: tuple[Ask, ...] = ()
    primary: bool = False
    icon: str = ""
    keeps: Collection[str] = ()
    quiet: bool = False
    whose: tuple[Personal, ...] = ()

    def __post_init__(self) -> None:
        sources = {self.sources} if isinstance(self.sources, str) else self.sources
        object.__setattr__(self, "sources", frozenset(sources))

    def leads(self, state: str) -> str:
        """The state after the step, when it is taken from this one."""
        return state if self.target is None or state in self.keeps else self.target


@dataclass(frozen=True)
class Workflow:
    """The states in their usual order, the first being where a record begins, and the verbs between them."""

    states: tuple[State, ...]
    verbs: tuple[Verb, ...]
    by_state: dict[str, State] = field(init=False, repr=False, compare=False, default_factory=dict)
    by_verb: dict[str, Verb] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.by_state.update({state.key: state for state in self.states})
        self.by_verb.update({verb.name: verb for verb in self.verbs})
        self._refuse(len(self.by_verb) != len(self.verbs), "two verbs share a name")
        named = {key for verb in self.verbs for key in (*verb.sources, *([verb.target] if verb.target else []))}
        self._refuse(bool(unknown := named - set(self.by_state)), f"unknown states {sorted(unknown)}")
        left = {key for verb in self.verbs if verb.target for key in verb.sources}
        dead = {state.key for state in self.states if not state.final and state.key not in left}
        self._refuse(bool(dead) and bool(self.verbs), f"no way out of {sorted(dead)}")
        reached = {verb.target for verb in self.verbs if verb.target} | {self.initial}
        self._refuse(bool(lost := set(self.by_state) - reached), f"no way into {sorted(lost)}")

    def _refuse(self, wrong: bool, why: str) -> None:
        if wrong:
            raise ValueError(f"The workflow cannot work: {why}.")

    @property
    def initial(self) -> str:
        return self.states[0].key

    def leaving(self, state: str) -> Iterable[Verb]:
        """The verbs that may be taken from ``state``, in declared order."""
        return (verb for verb in self.verbs if state in verb.sources)
