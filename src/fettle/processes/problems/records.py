"""Every stored field of a problem, one row each. Staff see problems, and whoever has a step to do on one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToOrganisation, ToPerson, ToRecord, ToTeam
from fettle.kernel.records import Field, Kind, May, Section, while_in
from fettle.kernel.records.values import STAFF, Choice, Line, Moment, Number, Rank, Text
from fettle.kernel.settings.choices import options
from fettle.processes.problems.models import Problem
from fettle.processes.problems.values import Causes
from fettle.processes.problems.workflow import (
    CAUSE_KNOWN,
    FLOW,
    IMPACTS,
    IN_WORK,
    KNOWN_ERROR,
    OUTCOMES,
    PRIORITIES,
    RESOLVED,
    SEE,
    SOURCES,
    STANDING,
    UNSOLVED,
    URGENCIES,
    WAYS,
    WORK,
)

OPEN = while_in(*STANDING)
LOOKED_INTO = while_in(IN_WORK, CAUSE_KNOWN, KNOWN_ERROR, RESOLVED)
PRIORITY = Rank(lambda: options(PRIORITIES))

PROBLEM = Kind(
    key="problem",
    prefix="PRB",
    path="problems",
    label=_("problem"),
    plural=_("problems"),
    model=Problem,
    flow=FLOW,
    may=May(see=SEE, register=WORK, revise=WORK),
    process="PR10",
    owner_role="problem_manager",
    sections=(
        Section(
            _("What it is about"),
            Field(
                "title",
                Line(200),
                _("title"),
                needed=True,
                register=True,
                edit=OPEN,
                column=True,
                sort=True,
                search="A",
            ),
            Field("details", Text(20_000), _("what is seen of it"), register=True, edit=OPEN, search="B"),
            Field(
                "source",
                Choice(lambda: options(SOURCES)),
                _("how it was found"),
                needed=True,
                register=True,
                edit=OPEN,
                column=True,
                filter=True,
            ),
            Field(
                "organisation",
                ToOrganisation(),
                _("organisation"),
                _("Empty: the provider's own, for it concerns many."),
                register=True,
                audience=STAFF,
                filter=True,
            ),
            Field("opened_at", Moment(), _("recorded"), column=True, sort=True),
        ),
        Section(
            _("Class"),
            Field(
                "service",
                ToRecord("service"),
                _("service"),
                register=True,
                edit=OPEN,
                column=True,
                filter=True,
            ),
            Field(
                "category",
                Choice(lambda: options("incidents.categories")),
                _("category"),
                register=True,
                edit=OPEN,
                filter=True,
            ),
            Field(
                "impact",
                Choice(lambda: options(IMPACTS), tiles=True),
                _("how much does it disturb?"),
                register=True,
                filter=True,
            ),
            Field(
                "urgency",
                Choice(lambda: options(URGENCIES), tiles=True),
                _("how soon?"),
                register=True,
                filter=True,
            ),
            Field("rank", PRIORITY, _("priority"), column=True, filter=True, sort=True, outside="priority"),
            Field("first_priority", PRIORITY, _("first priority"), audience=STAFF),
        ),
        Section(
            _("Work"),
            Field("team", ToTeam(), _("team"), register=True, column=True, filter=True, audience=STAFF),
            Field("assignee", ToPerson(), _("owner"), register=True, column=True, filter=True),
            Field(
                "due_at",
                Moment(),
                _("to be solved by"),
                _("By the priority; the owner may settle another moment."),
                edit=while_in(*UNSOLVED),
                column=True,
                sort=True,
            ),
            Field("escalation", Number(), _("escalation level"), audience=STAFF, filter=True),
            Field("progress", Line(9), _("steps done"), audience=STAFF, column=True),
        ),
        Section(
            _("Why it happens"),
            Field("investigation", Text(50_000), _("investigation"), edit=LOOKED_INTO, audience=STAFF, search="C"),
            Field("causes", Causes(), _("why, and why that"), edit=LOOKED_INTO, audience=STAFF, search="C"),
            Field("root_cause", Text(20_000), _("root cause"), edit=LOOKED_INTO, search="B"),
        ),
        Section(
            _("What became of it"),
            Field("way", Choice(lambda: options(WAYS)), _("resolved by"), filter=True),
            Field("solution", Text(20_000), _("solution"), edit=while_in(RESOLVED), search="B"),
            Field("outcome", Choice(lambda: options(OUTCOMES)), _("what came of it"), filter=True),
            Field("resolved_at", Moment(), _("resolved"), sort=True),
            Field("closed_at", Moment(), _("closed"), sort=True),
        ),
    ),
)
