"""The ways a wish can fail, each with one HTTP meaning (house table, docs/api.md).

Every message is a whole sentence for the person who asked: what is wrong and how to mend it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class FettleError(Exception):
    """A wish that cannot be granted. ``sentence`` is shown to the user; ``status`` is its HTTP code."""

    status = 400

    def __init__(self, sentence: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class NotSeen(FettleError):
    """404: it does not exist, or this actor may not know that it does. The two look alike on purpose."""

    status = 404


@dataclass(frozen=True)
class WhoMay:
    """The permission that was missing and the roles that carry it; or the ``scope`` that the caller's token lacks."""

    permission: str
    roles: tuple[str, ...] = ()
    scope: str = ""


class Forbidden(FettleError):
    """403: the actor may see it but not do this; ``who`` says which roles may."""

    status = 403

    def __init__(self, sentence: Any, who: WhoMay) -> None:
        super().__init__(sentence)
        self.who = who


class Refusal(FettleError):
    """409: the state of the record or a rule of the process forbids it. ``rule`` names the function that refused,
    ``field`` what to give or to change, where it is one thing.
    """

    status = 409

    def __init__(self, sentence: Any, rule: str = "", field: str = "") -> None:
        super().__init__(sentence)
        self.rule, self.field = rule, field


class Stale(FettleError):
    """409 on a page, 412 with If-Match: somebody changed the record since it was read."""

    status = 409


class Invalid(FettleError):
    """422: one or more fields cannot be taken. ``errors`` maps the field's name to a sentence; "" is the whole form."""

    status = 422

    def __init__(self, errors: Mapping[str, Any]) -> None:
        super().__init__(" ".join(str(text) for text in errors.values()))
        self.errors = dict(errors)


class TooLarge(FettleError):
    """413: more bytes than this place takes."""

    status = 413
