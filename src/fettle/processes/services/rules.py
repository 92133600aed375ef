"""The rules of service portfolio management. Each refuses with a sentence that says what is missing and how to mend
it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.models import Record
from fettle.processes.services.packages import rules as package_rules
from fettle.processes.services.packages import standing

WEIGHED = {
    "need": gettext_lazy("what is needed, and why"),
    "value": gettext_lazy("value for the customers"),
    "resources": gettext_lazy("resources and capabilities"),
    "limits": gettext_lazy("limits and constraints"),
}
"""What a proposal is weighed by (PR1.I1 to I3, FitSM-1 PR1.2)."""


def proposal_is_weighed(item: Any) -> None:
    """A proposal is accepted when need, value, resources and limits are written down (PR1.I1, I2, I3)."""
    missing = [str(label) for name, label in WEIGHED.items() if not getattr(item, name).strip()]
    if missing:
        raise Refusal(
            _("This proposal is not weighed yet: fill in %(names)s.") % {"names": ", ".join(missing)},
            rule="proposal_is_weighed",
        )


def a_package_is_approved(item: Any) -> None:
    """A service goes into transition by an approved package (PR1.A2.1)."""
    package = standing.newest(item.record)
    if package is None:
        raise Refusal(
            _("There is no service design and transition package for it: draw one up."), rule="a_package_is_approved"
        )
    if package.state != standing.APPROVED:
        raise Refusal(
            _("%(number)s is not approved yet: submit it, and wait for the approval.") % {"number": package.number},
            rule="a_package_is_approved",
        )


def acceptance_criteria_are_met(item: Any) -> None:
    """A service goes live when each criterion of its package is evidenced or waived, and its plan is done."""
    package = standing.newest(item.record)
    if package is not None:
        package_rules.criteria_are_met(package.item)
        package_rules.its_steps_are_done(package.item)


def services_are_added_live(allowed: bool) -> None:
    """Once the first portfolio is built, a service goes live by its package alone (PR1.S3)."""
    if not allowed:
        raise Refusal(
            _("Services go live by a design and transition package here: propose it instead."),
            rule="services_are_added_live",
        )


def a_party_has_one_contact_point(contact: Person | None, contact_point: str) -> None:
    """Each party is reached at one point, no more and no less (PR1.S4.2). Raises Invalid."""
    if contact is None and not contact_point.strip():
        raise Invalid({"contact": _("Name the one contact point of this party: a person, or an address below.")})
    if contact is not None and contact_point.strip():
        raise Invalid({"contact_point": _("One contact point is enough: empty this field or the person.")})


def a_party_stands_once(organisation: Organisation, there: Collection[int]) -> None:
    """An organisation stands on the map of a service once. Raises Invalid."""
    if organisation.pk in there:
        sentence = _("%(name)s is on the map already: change that row instead.") % {"name": organisation.name}
        raise Invalid({"organisation": sentence})


def a_component_says_what_it_is(name: str, service: Record | None) -> None:
    """A service, or a name. Raises Invalid."""
    if not name.strip() and service is None:
        raise Invalid({"name": _("Name the component, or choose a service.")})


def a_component_stands_once(service: Record | None, there: Collection[int]) -> None:
    """A service is a component of another one once. Raises Invalid."""
    if service is not None and service.pk in there:
        sentence = _("%(name)s is a component of it already: change that row instead.") % {"name": service.title}
        raise Invalid({"service": sentence})


def there_is_no_circle(names: Collection[str]) -> None:
    """No service stands on itself, by whichever way. ``names`` is the way round. Raises Invalid."""
    if names:
        sentence = _("That would be a circle: %(circle)s. Choose another component.")
        raise Invalid({"service": sentence % {"circle": " → ".join(names)}})


def enough_stand_in(group: str, needed: int, there: int) -> None:
    """Of components that stand in for each other no more are needed than there are. Raises Invalid."""
    if not group and needed > 1:
        raise Invalid({"group": _("Say of which group so many are needed, or give 1.")})
    if needed > there:
        sentence = _("No more of “%(group)s” can be needed than there are, which is %(there)s: add the others first.")
        raise Invalid({"needed": sentence % {"group": group, "there": there}})
