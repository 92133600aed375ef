"""What happens to services and to what is planned for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Fact
from fettle.kernel.records.values import STAFF


@dataclass(frozen=True)
class Added(Fact):
    """A service that is provided already was added to the portfolio (PR1.A1.1)."""

    name: ClassVar[str] = "services.added"
    words: ClassVar = _("added the service")


@dataclass(frozen=True)
class Proposed(Fact):
    """A service was proposed (PR1.A1.1)."""

    name: ClassVar[str] = "services.proposed"
    words: ClassVar = _("proposed the service")


@dataclass(frozen=True)
class Updated(Fact):
    """A service's description changed (PR1.A1.2)."""

    name: ClassVar[str] = "services.updated"
    words: ClassVar = _("updated the service")


@dataclass(frozen=True)
class Accepted(Fact):
    """A proposal was weighed and is to be designed."""

    name: ClassVar[str] = "services.accepted"
    words: ClassVar = _("accepted the proposal")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class TransitionStarted(Fact):
    """The design is approved; the service is being brought into use."""

    name: ClassVar[str] = "services.transition_started"
    words: ClassVar = _("started the transition")
    audience: ClassVar[str] = STAFF
    package: str = ""


@dataclass(frozen=True)
class Returned(Fact):
    """The transition showed that the design has to change."""

    name: ClassVar[str] = "services.returned"
    words: ClassVar = _("gave it back to design")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class WentLive(Fact):
    """Its acceptance criteria are met: the service is provided."""

    name: ClassVar[str] = "services.went_live"
    words: ClassVar = _("took the service live")
    package: str = ""


@dataclass(frozen=True)
class Withdrawn(Fact):
    """What was proposed will not be provided."""

    name: ClassVar[str] = "services.withdrawn"
    words: ClassVar = _("withdrew the proposed service")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class Retired(Fact):
    """A service is no longer provided (PR1.A1.3)."""

    name: ClassVar[str] = "services.retired"
    words: ClassVar = _("retired the service")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class Revived(Fact):
    """A retired service is provided again."""

    name: ClassVar[str] = "services.revived"
    words: ClassVar = _("brought the service back")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class _OfComponent(Fact):
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("what",)
    personal: ClassVar[tuple[str, ...]] = ("what", "group")
    component: int = 0
    what: str = ""
    role: str = ""
    group: str = ""
    needed: int = 1


@dataclass(frozen=True)
class ComponentAdded(_OfComponent):
    """The service stands on something more."""

    name: ClassVar[str] = "services.component_added"
    words: ClassVar = _("added a component")


@dataclass(frozen=True)
class ComponentChanged(_OfComponent):
    """How much the service needs a component, or what can stand in for it, is another thing now."""

    name: ClassVar[str] = "services.component_changed"
    words: ClassVar = _("changed a component")


@dataclass(frozen=True)
class ComponentRemoved(_OfComponent):
    """The service stands on it no more."""

    name: ClassVar[str] = "services.component_removed"
    words: ClassVar = _("took a component away")


@dataclass(frozen=True)
class _OfParty(Fact):
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("who",)
    personal: ClassVar[tuple[str, ...]] = ("who", "does", "contact_point")
    organisation: int = 0
    who: str = ""
    role: str = ""
    does: str = ""
    contact: int = 0
    contact_point: str = ""


@dataclass(frozen=True)
class PartyAdded(_OfParty):
    """An organisation takes part in delivering the service (PR1.A3)."""

    name: ClassVar[str] = "services.party_added"
    words: ClassVar = _("put a party on the map")


@dataclass(frozen=True)
class PartyChanged(_OfParty):
    """Its role or its contact point is another one now."""

    name: ClassVar[str] = "services.party_changed"
    words: ClassVar = _("changed a party on the map")


@dataclass(frozen=True)
class PartyRemoved(_OfParty):
    """It takes part no more."""

    name: ClassVar[str] = "services.party_removed"
    words: ClassVar = _("took a party off the map")


@dataclass(frozen=True)
class SpecificationEntered(Fact):
    """A specification was begun for a service (PR1.S2)."""

    name: ClassVar[str] = "services.specification_entered"
    words: ClassVar = _("began the specification")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class SpecificationRevised(Fact):
    """Its title, owner or service changed."""

    name: ClassVar[str] = "services.specification_revised"
    words: ClassVar = _("changed the specification's entry")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class PackageDrawnUp(Fact):
    """A service design and transition package was begun (PR1.A2.1)."""

    name: ClassVar[str] = "services.package_drawn_up"
    words: ClassVar = _("drew up the package")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class PackageRevised(Fact):
    """Who answers for it, or when it is to be live, changed (PR1.A2.2)."""

    name: ClassVar[str] = "services.package_revised"
    words: ClassVar = _("updated the package")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class PackageReturned(Fact):
    """Its approval was refused or withdrawn: it is written anew."""

    name: ClassVar[str] = "services.package_returned"
    words: ClassVar = _("gave the package back to be changed")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class PackageCompleted(Fact):
    """All criteria are met, and what it plans is in operation."""

    name: ClassVar[str] = "services.package_completed"
    words: ClassVar = _("brought it into operation")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class _OfCriterion(Fact):
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("criterion",)
    row: int = 0
    criterion: str = ""


@dataclass(frozen=True)
class CriterionAdded(_OfCriterion):
    """An acceptance criterion was agreed."""

    name: ClassVar[str] = "services.criterion_added"
    words: ClassVar = _("added an acceptance criterion")


@dataclass(frozen=True)
class CriterionChanged(_OfCriterion):
    """What has to be shown is another thing now."""

    name: ClassVar[str] = "services.criterion_changed"
    words: ClassVar = _("changed an acceptance criterion")


@dataclass(frozen=True)
class CriterionTakenAway(_OfCriterion):
    """It was added in error."""

    name: ClassVar[str] = "services.criterion_taken_away"
    words: ClassVar = _("took an acceptance criterion away")


@dataclass(frozen=True)
class CriterionEvidenced(_OfCriterion):
    """Somebody showed that it is met. ``address`` and ``file`` (the id of a file of the package) are where."""

    name: ClassVar[str] = "services.criterion_evidenced"
    words: ClassVar = _("showed that an acceptance criterion is met")
    quotes: ClassVar[tuple[str, ...]] = ("criterion", "evidence", "address")
    evidence: str = ""
    address: str = ""
    file: int = 0


@dataclass(frozen=True)
class CriterionWaived(_OfCriterion):
    """Somebody who approves let it pass, with a reason."""

    name: ClassVar[str] = "services.criterion_waived"
    words: ClassVar = _("waived an acceptance criterion")
    quotes: ClassVar[tuple[str, ...]] = ("criterion", "reason")
    reason: str = ""


@dataclass(frozen=True)
class CriterionReopened(_OfCriterion):
    """It has to be shown again."""

    name: ClassVar[str] = "services.criterion_reopened"
    words: ClassVar = _("opened an acceptance criterion again")


@dataclass(frozen=True)
class DemandRecorded(Fact):
    """Customers ask for something (PR1.I1)."""

    name: ClassVar[str] = "services.demand_recorded"
    words: ClassVar = _("recorded the demand")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class DemandRevised(Fact):
    """What is asked for is said in other words."""

    name: ClassVar[str] = "services.demand_revised"
    words: ClassVar = _("changed the demand")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class DemandTakenUp(Fact):
    """A service is proposed for it, one that is there is to change, or targets of an agreement come from it."""

    name: ClassVar[str] = "services.demand_taken_up"
    words: ClassVar = _("took the demand up")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class DemandMet(Fact):
    """What was asked for is provided."""

    name: ClassVar[str] = "services.demand_met"
    words: ClassVar = _("noted that the demand is met")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("remark",)
    remark: str = ""


@dataclass(frozen=True)
class DemandDeclined(Fact):
    """It will not be met, with a reason."""

    name: ClassVar[str] = "services.demand_declined"
    words: ClassVar = _("declined the demand")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class DemandReopened(Fact):
    """It is looked at again."""

    name: ClassVar[str] = "services.demand_reopened"
    words: ClassVar = _("opened the demand again")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""
