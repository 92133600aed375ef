"""The register of risks on A4, the most severe first."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.edges.pages import wording
from fettle.edges.papers import paper
from fettle.edges.risks import drawn
from fettle.kernel.access.actor import Actor
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record

MOST = 1000
"""So many risks are printed; the file of the list holds all."""


def write(actor: Actor, records: QuerySet[Record]) -> bytes:
    """Raises NotBuilt when the fonts are not there yet."""
    rows = list(records.select_related("risk", "assignee", "service").order_by("rank", "-id")[: MOST + 1])
    shown = rows[:MOST]
    today = wording.day(timezone.localtime())
    facts = [(_("Risks"), len(shown)), (_("As of"), today), (_("Printed by"), actor.label)]
    more = [_said(_("Only the %(count)s most severe are printed: narrow the list.") % {"count": MOST})]
    head = [_("Number"), _("Risk"), _("Level"), _("Without measures"), _("Treatment"), _("Owner"), _("Status")]
    table = {"t": "table", "rows": [[_text(cell) for cell in line] for line in [head, *map(_row, shown)]]}
    none = [_said(_("No risk is on the register."))]
    blocks = ([table] if shown else none) + (more if len(rows) > MOST else [])
    home = Organisation.objects.get(parent=None).name
    return paper.sheet(
        _("Risk register"), home, facts, blocks, _("Risk register. Printed on %(day)s.") % {"day": today}
    )


def _row(record: Record) -> list[str]:
    kind, item = record.declared, record.item
    state = str(kind.flow.by_state[record.state].label)
    if item.accepted_until:
        state = _("Accepted until %(day)s") % {"day": wording.day(item.accepted_until)}
    treatment = kind.by_name["treatment"].type.text(item.treatment) or "–"
    about = f"{record.title} ({record.service.title})" if record.service else record.title
    levels = [level.word if (level := drawn.level(code)) else "–" for code in (item.rating, item.inherent)]
    return [record.number, about, *levels, treatment, record.assignee.name if record.assignee else "–", state]


def _text(words: str) -> list[dict[str, Any]]:
    return [{"t": "text", "s": words}]


def _said(words: str) -> dict[str, Any]:
    return {"t": "paragraph", "c": _text(words)}
