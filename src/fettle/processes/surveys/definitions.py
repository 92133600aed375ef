"""What the customer relationship manager settles about satisfaction, each with its procedure beside it (PR7.S4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.kernel.records import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Choice, Flag, Line, Number, Option, Text
from fettle.kernel.settings.declare import Definition, Form, Table
from fettle.processes.incidents.queries import DESK
from fettle.processes.surveys import defaults, procedures, questions
from fettle.processes.surveys.workflow import MANAGE

RULES_KEY, WORDS_KEY, HANDLING_KEY, TEMPLATES_KEY = (
    "surveys.rules",
    "surveys.words",
    "surveys.handling",
    "surveys.templates",
)
RESOLVED, CLOSED = "resolved", "closed"
NOTHING, SCORES, ALL = "nothing", "scores", "all"
CODE = Field("code", Line(40), _("code"), needed=True)


def kinds() -> list[Option]:
    """What people ask for and rate."""
    return [Option(kind.key, kind.label) for kind in DESK]


def services() -> list[Option]:
    """Every service by its number; those that are not live are kept on old rows and no longer offered."""
    rows = Record.objects.filter(kind="service").order_by("title").values_list("number", "title", "state")
    return [Option(number, title, state == "live") for number, title, state in rows]


def moments() -> list[Option]:
    """After what people are asked."""
    return [Option(RESOLVED, _("when it is resolved")), Option(CLOSED, _("when it is closed"))]


def shown_to_agents() -> list[Option]:
    """What those who work on a record read of its rating."""
    return [
        Option(NOTHING, _("nothing: ratings stay anonymous to them")),
        Option(SCORES, _("the rating, without the comment")),
        Option(ALL, _("rating and comment")),
    ]


def languages() -> list[Option]:
    return [Option(code, label) for code, label in settings.LANGUAGES]


def _can_be_read(rows: Sequence[dict[str, Any]]) -> None:
    """Every template is a list of questions. Raises ValueError."""
    for row in rows:
        try:
            if not questions.read(row["questions"] or ""):
                raise ValueError(_now("write at least one question."))
        except ValueError as problem:
            raise ValueError(f"{row['code']}: {problem}") from None


def _english_is_there(rows: Sequence[dict[str, Any]]) -> None:
    """Whoever reads a language that is not there gets the English words. Raises ValueError."""
    if not any(row["language"] == "en" for row in rows):
        raise ValueError(_now("Keep the English row: it is shown where a language is missing."))


RULES = Definition(
    key=RULES_KEY,
    title=_("Satisfaction: after what people are asked"),
    hint=_("The first row that fits decides. Without a row that is in use nobody is asked, nor where no mail leaves."),
    process="PR7",
    fitsm=("PR7.S4",),
    may=MANAGE,
    shape=Table(
        (
            CODE,
            Field("kind", Choice(kinds), _("what"), _("Empty: incidents and requests.")),
            Field("service", Choice(services), _("service"), _("Empty: all.")),
            Field("after", Choice(moments), _("asked"), needed=True),
            Field("wait_hours", Number(0, 2_000, _("hours")), _("so long after it"), needed=True),
            Field(
                "share",
                Number(1, 100, "%"),
                _("share that is asked about"),
                _("Drawn by chance; the same record always falls the same way."),
                needed=True,
            ),
            Field("active", Flag(), _("in use")),
        )
    ),
    default=defaults.RULES,
    procedure=procedures.ASKING,
)
WORDS = Definition(
    key=WORDS_KEY,
    title=_("Satisfaction: question and scale"),
    hint=_("What people read in mail and portal, in their language."),
    process="PR7",
    fitsm=("PR7.S4",),
    may=MANAGE,
    shape=Table(
        (
            Field("language", Choice(languages), _("language"), needed=True),
            Field("question", Line(200), _("question"), needed=True),
            *(
                Field(f"score_{score}", Line(60), _("word for %(score)s") % {"score": score}, needed=True)
                for score in questions.SCORES
            ),
            Field("comment", Line(200), _("what the comment is asked for with"), needed=True),
        ),
        key=("language",),
    ),
    default=defaults.WORDS,
    procedure=procedures.ASKING,
    check=_english_is_there,
)
HANDLING = Definition(
    key=HANDLING_KEY,
    title=_("Satisfaction: threshold, follow-ups, who reads it"),
    process="PR7",
    fitsm=("PR7.S4",),
    may=MANAGE,
    shape=Form(
        (
            Field("faces", Flag(), _("a face before each word")),
            Field(
                "pause_days",
                Number(0, 365, _("days")),
                _("nobody is asked again within"),
                needed=True,
            ),
            Field("open_days", Number(1, 90, _("days")), _("may be answered for"), needed=True),
            Field(
                "threshold",
                Number(0, 4),
                _("followed up up to a rating of"),
                _("0: nothing is followed up by itself."),
                needed=True,
            ),
            Field("follow_up_days", Number(1, 90, _("days")), _("followed up within"), needed=True),
            Field("agents", Choice(shown_to_agents), _("what agents read of their own records"), needed=True),
            Field(
                "smallest",
                Number(1, 100),
                _("a share is said from so many ratings on"),
                _("Below that, numbers stand alone."),
                needed=True,
            ),
            Field("remind_days", Number(0, 60, _("days")), _("surveys remind so long before their end"), needed=True),
            Field(
                "keep_months",
                Number(1, 240, _("months")),
                _("comments are kept for"),
                _("Then their text is forgotten; the ratings stay."),
                needed=True,
            ),
        )
    ),
    default=defaults.HANDLING,
    procedure=procedures.HANDLING,
)
TEMPLATES = Definition(
    key=TEMPLATES_KEY,
    title=_("Surveys of customers: templates"),
    hint=_("A question a line: “rating: …”, “choice: … | one answer | another”, or “text: …”."),
    process="PR7",
    fitsm=("PR7.S4",),
    may=MANAGE,
    shape=Table(
        (
            CODE,
            Field("label", Line(200), _("name"), needed=True),
            Field("questions", Text(10_000), _("questions"), needed=True),
            Field("active", Flag(), _("in use")),
        )
    ),
    default=defaults.TEMPLATES,
    procedure=procedures.SURVEYS,
    check=_can_be_read,
)
DEFINITIONS = (RULES, WORDS, HANDLING, TEMPLATES)
