"""What scripts say, in the reader's language. A name here is a name in frontend/ts; {places} are filled there."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def for_scripts() -> dict[str, str]:
    """Name → sentence."""
    return {
        "days": pgettext("short: days", "%d d"),
        "hours": pgettext("short: hours", "%d h"),
        "overdue": _("overdue by"),
        "due_soon": _("due soon, time left"),
        "on_track": _("on track, time left"),
        "saved": _("Saved {time}"),
        "not_saved": _("Not saved. Your text is kept in this browser."),
        "selected": _("{count} selected"),
        "no_connection": _("No connection to the server. Nothing was saved; your text is still here."),
        "server_error": _("The server could not do this. Nothing was saved; your text is still here."),
        "not_allowed": _("You may not do this."),
        "gone": _("This is not there any more, or you may not see it."),
        "slow_down": _("Too many requests. Wait a moment and try again."),
        "copied": _("Link copied"),
        "read_first": _("Read {count} new first"),
        "new_messages": _("{count} new. Show"),
        "results": _("{count} results"),
        "no_results": _("Nothing found"),
        "shown": _("List updated"),
    }
