"""What happens to steps. ``step`` is the id of one, ``title`` what it was called then."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Fact
from fettle.kernel.records.values import STAFF

TITLE = ("title",)


@dataclass(frozen=True)
class LaidOut(Fact):
    """The steps of a workflow were laid out; ``edition`` is the version of the setting
    that it stood in, ``steps`` are the ids of those that may be begun now.
    """

    name: ClassVar[str] = "tasks.laid_out"
    words: ClassVar = _("laid out the steps")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("label",)
    workflow: str = ""
    edition: int = 0
    label: str = ""
    count: int = 0
    steps: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class StepAdded(Fact):
    """A step was added."""

    name: ClassVar[str] = "tasks.added"
    words: ClassVar = _("added a step")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = TITLE
    personal: ClassVar[tuple[str, ...]] = TITLE
    step: int = 0
    title: str = ""


@dataclass(frozen=True)
class StepChanged(Fact):
    """A step was changed, or moved among the others."""

    name: ClassVar[str] = "tasks.changed"
    words: ClassVar = _("changed a step")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = TITLE
    personal: ClassVar[tuple[str, ...]] = TITLE
    step: int = 0
    title: str = ""


@dataclass(frozen=True)
class StepDone(Fact):
    """A step was done; ``next`` is the one that waited for it, ``remark`` what shows that it was done."""

    name: ClassVar[str] = "tasks.done"
    words: ClassVar = _("did a step")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("title", "remark")
    personal: ClassVar[tuple[str, ...]] = TITLE
    step: int = 0
    title: str = ""
    remark: str = ""
    next: int = 0


@dataclass(frozen=True)
class StepLate(Fact):
    """The time of a step passed before it was done."""

    name: ClassVar[str] = "tasks.late"
    words: ClassVar = _("noted that a step is late")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = TITLE
    personal: ClassVar[tuple[str, ...]] = TITLE
    step: int = 0
    title: str = ""


@dataclass(frozen=True)
class StepSkipped(Fact):
    """A step is left out, with a reason."""

    name: ClassVar[str] = "tasks.skipped"
    words: ClassVar = _("left out a step")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("title", "reason")
    personal: ClassVar[tuple[str, ...]] = TITLE
    step: int = 0
    title: str = ""
    reason: str = ""
    next: int = 0


@dataclass(frozen=True)
class StepReopened(Fact):
    """A step that was done or left out is to be done after all."""

    name: ClassVar[str] = "tasks.reopened"
    words: ClassVar = _("opened a step again")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = TITLE
    personal: ClassVar[tuple[str, ...]] = TITLE
    step: int = 0
    title: str = ""


@dataclass(frozen=True)
class StepWithdrawn(Fact):
    """A step was added in error: it counts no more."""

    name: ClassVar[str] = "tasks.withdrawn"
    words: ClassVar = _("took a step away")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = TITLE
    personal: ClassVar[tuple[str, ...]] = TITLE
    step: int = 0
    title: str = ""
