"""What a person may choose about when mails leave for them: as values from a form or a body, checked and in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from fettle.edges.notify.times import AT_ONCE, DIGEST, NO_QUIET, QUIET
from fettle.kernel.clock.calendar_data import DAYS
from fettle.kernel.errors import Invalid
from fettle.kernel.records.values import Value, storable
from fettle.kernel.settings.wording import DAY_WORDS

HOUSE, NONE, OWN = "house", "none", "own"
AS_THEY_COME, GATHERED = "at_once", "digest"
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


@dataclass(frozen=True)
class Clock(Value):
    """A time of day, such as 07:30."""

    def clean(self, raw: Any, actor: Any) -> str:
        found = _CLOCK.fullmatch(storable(raw).strip())
        if found is None:
            raise ValueError(_("Give a time of day, such as 07:30."))
        return f"{int(found[1]):02}:{found[2]}"


@dataclass(frozen=True)
class Weekdays(Value):
    """Days of the week by name, in their order."""

    json = {"type": "array", "items": {"enum": list(DAYS)}, "maxItems": len(DAYS)}

    def clean(self, raw: Any, actor: Any) -> list[str]:
        if unknown := [day for day in raw if day not in DAYS]:
            raise ValueError(_("“%(name)s” is no day: give days such as monday.") % {"name": str(unknown[0])[:40]})
        return [day for day in DAYS if day in raw]


def kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """What ``Person.notices`` keeps of these wishes; nothing of what is as the house has it. Raises Invalid."""
    wrong: dict[str, Any] = {}
    found = {QUIET: _quiet(values, wrong), DIGEST: _digest(values, wrong)}
    if wrong:
        raise Invalid(wrong)
    return {name: value for name, value in found.items() if value is not None}


def given(quiet: Mapping[str, Any] | None, digest: Mapping[str, Any] | None) -> dict[str, Any]:
    """The reverse: what somebody would send to keep what they have."""
    hours, daily = quiet or NO_QUIET, digest or AT_ONCE
    own = hours["from"] or hours["weekends"]
    return {
        "quiet": HOUSE if quiet is None else OWN if own else NONE,
        "quiet_from": hours["from"],
        "quiet_until": hours["until"],
        "quiet_weekends": hours["weekends"],
        "mails": HOUSE if digest is None else GATHERED if daily["on"] else AS_THEY_COME,
        "digest_at": daily["at"],
        "digest_days": daily["days"],
    }


def hours_in_words(quiet: Mapping[str, Any]) -> str:
    """Quiet hours as people say them."""
    said = [_("%(begin)s to %(end)s") % {"begin": quiet["from"], "end": quiet["until"]}] if quiet["from"] else []
    said += [_("Saturdays and Sundays")] if quiet["weekends"] else []
    return ", ".join(said) or _("none")


def digest_in_words(digest: Mapping[str, Any]) -> str:
    """How mails that are not urgent come, as people say it."""
    if not digest["on"]:
        return _("at once")
    days = ", ".join(str(DAY_WORDS[day]) for day in digest["days"])
    return _("in a digest at %(time)s on %(days)s") % {"time": digest["at"], "days": days}


def _quiet(values: Mapping[str, Any], wrong: dict[str, Any]) -> dict[str, Any] | None:
    wish = values["quiet"]
    if wish != OWN:
        return None if wish == HOUSE else dict(NO_QUIET)
    begins, ends = values["quiet_from"] or None, values["quiet_until"] or None
    if bool(begins) != bool(ends):
        wrong["quiet_until" if begins else "quiet_from"] = _("Quiet hours need both ends: give this time too.")
    elif begins == ends and not values["quiet_weekends"]:
        wrong["quiet_from"] = _("Give two different times, or choose that mails come at all hours.")
    return {"from": begins, "until": ends, "weekends": bool(values["quiet_weekends"])}


def _digest(values: Mapping[str, Any], wrong: dict[str, Any]) -> dict[str, Any] | None:
    wish = values["mails"]
    if wish != GATHERED:
        return None if wish == HOUSE else dict(AT_ONCE)
    if not values["digest_at"]:
        wrong["digest_at"] = _("Say at what time the digest leaves.")
    if not values["digest_days"]:
        wrong["digest_days"] = _("Choose at least one day.")
    return {"on": True, "at": values["digest_at"], "days": list(values["digest_days"] or ())}
