"""Every stored field of a risk, one row each; and its level, computed from what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.facilities.risks.definitions import MANAGE, codes, level_row
from fettle.facilities.risks.models import Risk
from fettle.facilities.risks.workflow import FLOW, HELD, IMPACT, LIKELIHOOD, NOTE, SEE, treatments
from fettle.kernel.access.references import ToOrganisation, ToPerson, ToRecord
from fettle.kernel.records import Field, Kind, May, Section, while_in
from fettle.kernel.records.values import STAFF, Choice, Day, Line, Option, Rank, Text
from fettle.kernel.settings.choices import options

EDIT = while_in(*HELD)


@dataclass(frozen=True)
class Level(Rank):
    """A level of risk, in its colour."""

    def tone(self, value: Any) -> Any:
        return level_row(value).get("tone") or ""


LEVEL = Level(lambda: options("risks.levels"))
UNKNOWN = 1
"""The rank of what nobody has assessed: it stands with the most severe until somebody does."""
OWNER = "sms_manager"


def natures() -> list[Option]:
    """A risk harms, or helps."""
    return [Option("threat", _("Threat")), Option("opportunity", _("Opportunity"))]


def derive(entries: Sequence[Any]) -> dict[str, Any]:
    """Levels and rank, from what was said when it was assessed and treated."""
    inherent: int | None = None
    residual: int | None = None
    for stored in (fact for entry in entries for fact in entry.facts):
        data = stored.get("data", {})
        if stored["name"] == "risks.assessed":
            inherent, residual = data["inherent"], data.get("residual") or None
        elif stored["name"] == "risks.treated":
            residual = data["residual"]
    return levels(inherent, residual)


def levels(inherent: int | None, residual: int | None) -> dict[str, Any]:
    """The columns that follow: what remains counts, where it was judged."""
    rating = residual or inherent
    return {"inherent": inherent, "residual": residual, "rating": rating, "rank": rating or UNKNOWN}


RISK = Kind(
    key="risk",
    prefix="RSK",
    path="risks",
    label=_("risk"),
    plural=_("risks"),
    model=Risk,
    flow=FLOW,
    may=May(see=SEE, register=NOTE, revise=MANAGE),
    owner_role=OWNER,
    derive=derive,
    joins=("risk__identified_by", "risk__accepted_by"),
    sections=(
        Section(
            _("What may happen"),
            Field(
                "title",
                Line(200),
                _("title"),
                needed=True,
                register=True,
                edit=EDIT,
                column=True,
                sort=True,
                search="A",
            ),
            Field("nature", Choice(natures), _("nature"), needed=True, register=True, edit=EDIT, filter=True),
            Field(
                "description",
                Text(10_000),
                _("what it comes from"),
                _("Cause and circumstances: what makes it possible."),
                register=True,
                edit=EDIT,
                search="C",
            ),
            Field("consequence", Text(10_000), _("what would follow"), register=True, edit=EDIT, search="C"),
            Field(
                "category", codes("risks.categories"), _("category"), register=True, edit=EDIT, column=True, filter=True
            ),
            Field(
                "service",
                ToRecord("service"),
                _("service"),
                _("Empty: of the house as a whole."),
                register=True,
                edit=EDIT,
                column=True,
                filter=True,
            ),
            Field("organisation", ToOrganisation(), _("organisation"), register=True, audience=STAFF, filter=True),
            Field("assignee", ToPerson(), _("risk owner"), register=True, edit=EDIT, column=True, filter=True),
            Field("identified_by", ToPerson(), _("noted by")),
        ),
        Section(
            _("Assessment"),
            Field("rating", LEVEL, _("level"), column=True, filter=True, derived=True),
            Field("likelihood", LIKELIHOOD, _("likelihood"), filter=True),
            Field("impact", IMPACT, _("impact"), filter=True),
            Field("inherent", LEVEL, _("level without measures"), column=True, filter=True, derived=True),
            Field("residual_likelihood", LIKELIHOOD, _("likelihood that remains"), filter=True),
            Field("residual_impact", IMPACT, _("impact that remains"), filter=True),
            Field("residual", LEVEL, _("level that remains"), column=True, filter=True, derived=True),
        ),
        Section(
            _("Treatment"),
            Field(
                "treatment",
                Choice(treatments),
                _("treatment"),
                edit=while_in("identified", "assessed"),
                column=True,
                filter=True,
            ),
            Field("progress", Line(9), _("measures done"), column=True, audience=STAFF),
            Field("accepted_until", Day(), _("accepted until"), column=True),
            Field("accepted_by", ToPerson(), _("accepted by")),
            Field("justification", Text(500), _("why it is accepted"), search="C"),
        ),
    ),
)
