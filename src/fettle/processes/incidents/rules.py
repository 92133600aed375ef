"""The rules of incident and service request management: pure, one function each, refusing with a sentence for the
user.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fettle.facilities.approvals.rules import no_approval_is_open
from fettle.facilities.tasks import queries as tasks
from fettle.facilities.tasks.rules import no_step_is_open
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current
from fettle.processes.incidents.facts import UNDO_WITHIN

COORDINATOR = "coordinator"
"""The code of the role that every major incident has."""
MINUTES_OF_A_DAY = 1440
MOST_ENCLOSED = 15_000_000
"""Bytes of all files that go along with one mail."""
SLIPS = frozenset(
    f"incidents.{fact}" for fact in ("assigned", "taken", "started", "handed_over", "paused", "resumed", "prioritised")
) | {"tags.tagged"}
"""What may be taken back: who has it, its priority, its tags, its states while it is worked on. What tells the user
that it is solved or over has its own way back, reopening.
"""


def another_priority_has_a_reason(rank: int, by_scheme: int | None, reason: str) -> None:
    """A priority other than the scheme's needs a reason (PR9.1). Raises Invalid."""
    if by_scheme is not None and rank != by_scheme and not reason.strip():
        raise Invalid(
            {"reason": _("The scheme gives priority %(rank)s: say why another one is right.") % {"rank": by_scheme}}
        )


def what_it_needs_is_given(item: Any) -> None:
    """What the process manager asks of every record stands there before it is resolved (PR9.S1)."""
    asked = current()["incidents.handling"]
    if asked["category_needed"] and not item.category:
        raise Refusal(_("It has no category yet: classify it first."), rule="what_it_needs_is_given")
    if asked["service_needed"] and item.record.service_id is None:
        raise Refusal(_("It names no service yet: classify it first."), rule="what_it_needs_is_given")


def its_approval_is_decided(item: Any) -> None:
    """What is solved waits for nobody's approval any more (PR9.A1.4)."""
    no_approval_is_open(item.record)


def its_steps_are_done(item: Any) -> None:
    """What is solved has no step left to do, unless the process manager says otherwise (PR9.S1)."""
    done, _of, all_of_them = item.progress.partition("/")
    if done != all_of_them and current()["incidents.handling"].get("steps_done", True):
        no_step_is_open(item.record, tasks.open_titles(item.record))


def reopening_is_in_time(item: Any) -> None:
    """A closed record is reopened within the time of reopening; later a new linked one is made (PR9.S6)."""
    if item.record.state != "closed" or item.record.closed_at is None:
        return
    days = current()["incidents.closure"]["reopen_within_days"]
    if timezone.now() > item.record.closed_at + timedelta(days=days):
        raise Refusal(
            _("%(number)s was closed more than %(days)s days ago: record a follow-up instead.")
            % {"number": item.record.number, "days": days},
            rule="reopening_is_in_time",
        )


def is_not_major_yet(item: Any) -> None:
    """An incident is declared major once."""
    if item.major:
        raise Refusal(_("It was declared a major incident already."), rule="is_not_major_yet")


def is_major(item: Any) -> None:
    """There is a review of major incidents only."""
    if not item.major:
        raise Refusal(_("It was not declared a major incident: there is nothing to review."), rule="is_major")


def is_led_as_major(item: Any) -> None:
    """Roles, meetings and updates are of major incidents."""
    if not item.major:
        raise Refusal(_("It was not declared a major incident: declare it first."), rule="is_led_as_major")


def is_not_reviewed_yet(item: Any) -> None:
    """What was reviewed as a major incident stays one."""
    if item.major == "reviewed":
        raise Refusal(_("It was reviewed as a major incident already, and stays one."), rule="is_not_reviewed_yet")


def somebody_coordinates(role: str, person: Person | None) -> None:
    """A major incident has somebody who coordinates it from its declaration on (FitSM: the coordinator). Raises
    Invalid.
    """
    if role == COORDINATOR and person is None:
        raise Invalid({"person": _("Somebody has to coordinate it: name who takes over.")})


def the_next_update_lies_ahead(moment: datetime | None) -> None:
    """Raises Invalid."""
    if moment is not None and moment <= timezone.now():
        raise Invalid({"next_update_at": _("This lies in the past: give a later time.")})


def a_major_incident_is_reviewed(item: Any) -> None:
    """A major incident is closed after its review (PR9.S7)."""
    if item.major == "declared":
        raise Refusal(
            _("This was a major incident: it is closed after its review."), rule="a_major_incident_is_reviewed"
        )


def somebody_is_responsible(item: Any) -> None:
    """Work starts when a team or a person is named: every record has somebody who answers for it (FitSM-3 case
    owner).
    """
    if item.record.team_id is None and item.record.assignee_id is None:
        raise Refusal(
            _("Nobody is assigned yet: assign a team or a person, or take it."), rule="somebody_is_responsible"
        )


def only_a_supplier_is_waited_for(party: Organisation | None) -> None:
    """Whose time a UA counts is a supplier. Raises Invalid."""
    if party is not None and not party.is_supplier:
        raise Invalid(
            {"supplier": _("%(name)s is no supplier: choose one, or leave this empty.") % {"name": party.name}}
        )


def it_is_not_over_yet(record: Record) -> None:
    """Nothing is asked of a supplier about what is over: it is reopened, or goes on elsewhere."""
    if not record.is_open:
        state = record.declared.flow.by_state[record.state].label
        raise Refusal(
            _("%(number)s is “%(state)s”: it is not forwarded any more. Reopen it, or forward the one that goes on.")
            % {"number": record.number, "state": state},
            rule="state",
        )


def a_supplier_is_active(party: Record) -> None:
    """Nothing is forwarded to a party with which it is over. Raises Invalid."""
    if party.state != "active":
        sentence = _("The relationship with %(name)s has ended: take it up again first.")
        raise Invalid({"supplier": sentence % {"name": party.title}})


def it_has_an_address(party: Record, known: Collection[str]) -> None:
    """Raises Invalid for a supplier that cannot be written to."""
    if not known:
        sentence = _("%(name)s has no e-mail address here: enter a contact with one on the supplier's page first.")
        raise Invalid({"supplier": sentence % {"name": party.title}})


def an_address_of(party: Record, known: Iterable[str], wanted: str) -> str:
    """The address to write to: ``wanted``, if the supplier has it; without it, the only one there is. Raises
    Invalid.
    """
    there = list(known)
    it_has_an_address(party, there)
    said = {"name": party.title, "address": wanted, "addresses": ", ".join(there)}
    if wanted:
        found = next((each for each in there if each.casefold() == wanted.strip().casefold()), "")
        sentence = _("“%(address)s” is no address of %(name)s: choose one of %(addresses)s.")
    else:
        found = there[0] if len(there) == 1 else ""
        sentence = _("%(name)s has several addresses: choose one of %(addresses)s.")
    if not found:
        raise Invalid({"address": sentence % said})
    return found


def a_mail_takes_it(size: int) -> None:
    """Many a mail server takes no more than 20 MB, and a mail is a third larger than its files. Raises Invalid."""
    if size > MOST_ENCLOSED:
        said = {"size": -(-size // 1_000_000), "most": MOST_ENCLOSED // 1_000_000}
        sentence = _("These files have %(size)s MB together, and a mail takes %(most)s MB: leave some out.")
        raise Invalid({"files": sentence % said})


def one_may_wait_for(reason: str) -> None:
    """Raises Invalid for a reason to wait that is not in use."""
    row = next((row for row in current()["incidents.pause_reasons"] if row["code"] == reason), None)
    if row is None or row.get("active") is False:
        sentence = _("No reason to wait with the code “%(code)s” is in use: forward it without waiting.")
        raise Invalid({"then": sentence % {"code": reason}})


def it_waits_for_something_else(
    item: Any, reason: str, resume_at: datetime | None, supplier: Organisation | None
) -> None:
    """What waits is told to wait anew only for another reason or supplier, or with another reminder."""
    stands = (item.pause_reason, item.resume_at, item.supplier_id)
    if item.record.state == "waiting" and stands == (reason, resume_at, supplier.pk if supplier else None):
        raise Refusal(
            _("%(number)s waits for this already: give another reason, supplier or reminder.")
            % {"number": item.record.number},
            rule="it_waits_for_something_else",
        )


def its_number_elsewhere_stays(item: Any, restored: bool, reference: str) -> None:
    """What was imported keeps the number that it has there: later parts of its log find it by that. Raises Invalid."""
    if restored and item.external_ref and reference != item.external_ref:
        raise Invalid(
            {"external_ref": _("It was imported under %(number)s: leave it, so that the rest of its log finds it.")
             % {"number": item.external_ref}}
        )  # fmt: skip


def requester_is_known(item: Any) -> None:
    """A reply needs somebody to read it."""
    if item.requester_id is None:
        raise Refusal(_("Nobody is named as requester: add one first."), rule="requester_is_known")


def what_is_over_takes_no_reports(record: Record) -> None:
    """What is solved or over came back, if somebody reports it again: that is a report of its own."""
    if record.state in ("resolved", "closed", "withdrawn", "merged"):
        raise Refusal(
            _("%(number)s is not being worked on: record what was reported by itself.") % {"number": record.number},
            rule="what_is_over_takes_no_reports",
        )


def are_served_together(home: Organisation, person: Person) -> bool:
    """Whether somebody may be told of what belongs to an organisation: its people, and those of what is below it."""
    theirs = person.organisation
    return theirs.pk == home.pk or (home.parent_id is not None and theirs.path.startswith(home.path))


def they_are_served_together(record: Record, person: Person) -> None:
    """Whoever joins a record reads what is said on it, so only people of the organisation that it belongs to join."""
    home, theirs = record.organisation, person.organisation
    if not are_served_together(home, person):
        raise Refusal(
            _("%(name)s belongs to %(theirs)s and must not read what is written to %(home)s: record it by itself.")
            % {"name": person.name, "theirs": theirs.name, "home": home.name},
            rule="they_are_served_together",
        )


def only_the_last_change_is_taken_back(number: str, entry: int, version: int) -> None:
    """What others built on stays: a change is taken back only while nothing followed it."""
    if entry != version:
        raise Refusal(
            _("%(number)s was changed since, so nothing is taken back: open it and look.") % {"number": number},
            rule="only_the_last_change_is_taken_back",
        )


def only_ones_own_slip_is_taken_back(number: str, own: bool, fact: str, happened_at: datetime) -> None:
    """Undo is for a slip of the hand: one's own, of a moment ago, and of a kind that told the user nothing final."""
    fresh = timezone.now() <= happened_at + UNDO_WITHIN
    if not (own and fresh and fact in SLIPS):
        raise Refusal(
            _("This change of %(number)s cannot be taken back any more: take the step that fits now.")
            % {"number": number},
            rule="only_ones_own_slip_is_taken_back",
        )


def two_alike_are_merged(record: Record, target: Record) -> None:
    """An incident goes on in an incident and a request in a request: each kind is promised and counted by itself."""
    if record.pk == target.pk:
        raise Invalid({"into": _("This is the same record: give the number of another one.")})
    if record.kind != target.kind:
        raise Refusal(
            _("%(number)s is of another kind than %(other)s: link the two instead.")
            % {"number": record.number, "other": target.number},
            rule="two_alike_are_merged",
        )


def only_into_what_is_worked_on(target: Record) -> None:
    """What is solved, over or merged itself takes nothing in. So merges never lead back in a circle."""
    if target.state in ("resolved", "closed", "withdrawn", "merged"):
        state = target.declared.flow.by_state[target.state].label
        raise Refusal(
            _("%(number)s is “%(state)s”: merge into a record that is being worked on.")
            % {"number": target.number, "state": state},
            rule="only_into_what_is_worked_on",
        )


def nothing_restricted_is_merged(record: Record, target: Record) -> None:
    """A restricted record is read by those who are named for it, and by nobody whom a merge brings."""
    if restricted := next((each for each in (record, target) if each.restricted), None):
        raise Refusal(
            _("%(number)s is restricted: it is not merged, link the two instead.") % {"number": restricted.number},
            rule="nothing_restricted_is_merged",
        )


def they_may_read_the_other(record: Record, target: Record, person: Person) -> None:
    """Whoever comes over reads what is said on the other record, so only those it is written for come."""
    if not are_served_together(target.organisation, person):
        raise Refusal(
            _("%(name)s of %(theirs)s is on %(number)s and must not read what is written to %(home)s: link them.")
            % {
                "name": person.name,
                "theirs": person.organisation.name,
                "number": record.number,
                "home": target.organisation.name,
            },
            rule="they_may_read_the_other",
        )  # fmt: skip


def a_major_incident_is_not_merged(item: Any) -> None:
    """A major incident keeps its own story and its review: the others go into it."""
    if getattr(item, "major", ""):
        raise Refusal(
            _("This is a major incident: merge the other one into it instead."), rule="a_major_incident_is_not_merged"
        )


def a_whole_is_not_merged(record: Record, parts: Collection[int]) -> None:
    """What has parts is resolved with them, so it stays."""
    if parts:
        raise Refusal(
            ngettext(
                "%(number)s has %(count)s part: take it out first, or merge the other one into this.",
                "%(number)s has %(count)s parts: take them out first, or merge the other one into this.",
                len(parts),
            )
            % {"number": record.number, "count": len(parts)},
            rule="a_whole_is_not_merged",
        )


def unmerging_is_in_time(item: Any) -> None:
    """What was merged is taken out again within the time of reopening."""
    merged_at = item.record.closed_at
    days = current()["incidents.closure"]["reopen_within_days"]
    if item.record.state == "merged" and merged_at and timezone.now() > merged_at + timedelta(days=days):
        raise Refusal(
            _("%(number)s was merged more than %(days)s days ago: record what is still open by itself.")
            % {"number": item.record.number, "days": days},
            rule="unmerging_is_in_time",
        )


def the_other_is_not_merged_itself(record: Record, target: Record) -> None:
    """Merges are undone in turn: its people went on with the record that they came to."""
    if target.state == "merged":
        raise Refusal(
            _("%(other)s was merged itself since: take that one out first, then %(number)s.")
            % {"other": target.number, "number": record.number},
            rule="the_other_is_not_merged_itself",
        )


def the_reader_sees_where_it_goes(record: Record, target: Record | None) -> None:
    """Who may not see the other record writes nothing into it."""
    if target is None:
        raise Refusal(
            _("%(number)s goes on in a record that is not for you to see: write to the service desk anew.")
            % {"number": record.number},
            rule="the_reader_sees_where_it_goes",
        )


def a_day_holds_the_time(minutes: int) -> None:
    """Work is noted in whole minutes, more than none and no more than a day has. Raises Invalid."""
    if not 0 < minutes <= MINUTES_OF_A_DAY:
        raise Invalid({"minutes": _("Give from 1 to %(most)s minutes, a day's at most.") % {"most": MINUTES_OF_A_DAY}})


def the_day_has_come(day: date | None) -> None:
    """Time is noted once it was spent. Raises Invalid."""
    if day is not None and day > timezone.localdate():
        raise Invalid({"day": _("This lies in the future: give the day on which it was done.")})


def time_is_ones_own(person: int | None, actor: int | None, manages: bool) -> None:
    """Everybody corrects their own time; the process manager that of others, too."""
    if not manages and (person is None or person != actor):
        raise Refusal(
            _("Somebody else noted this time: ask them, or the process manager, to correct it."),
            rule="time_is_ones_own",
        )


def nothing_of_its_order_stands(name: str, stands: bool) -> None:
    """Which standard request a record is changes while neither an approval nor steps of it stand. Raises Invalid."""
    if stands:
        sentence = _(
            "Approval or steps of “%(name)s” stand on it: withdraw the approval and take the steps away first."
        )
        raise Invalid({"standard": sentence % {"name": name}})


def it_is_on_offer(offered: bool) -> None:
    """Only what stands in the catalogue is ordered by name. Raises Invalid."""
    if not offered:
        raise Invalid({"standard": _("This is not in the request catalogue: choose something that is.")})
