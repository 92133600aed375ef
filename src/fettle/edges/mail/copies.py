"""The same mail twice, and the people it was sent to beside us."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import connection

from fettle.edges.mail import tokens
from fettle.edges.mail.mailboxes import ours
from fettle.edges.mail.message import Message
from fettle.edges.mail.models import IncomingMail
from fettle.edges.mail.routes import Route
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.settings.read import current

MOST_WATCHERS = 20


def digest(message: Message) -> str:
    """The same for two mails that say the same by the same sender."""
    told = [message.sender.mail, message.subject, message.said, message.quoted]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


KNOWN = """
    SELECT EXISTS (SELECT FROM notify_outgoingmail WHERE message_id = %s),
           (SELECT id FROM mail_incomingmail
             WHERE message_id = %s AND message_id <> '' AND content = %s AND id <> %s AND state <> 'arrived'
               AND decision <> '' ORDER BY id LIMIT 1)
"""


def known(message: Message, mail: IncomingMail | None) -> tuple[bool, IncomingMail | None]:
    """Whether it is a mail of our own; and the mail that it is a copy of: sent to two of our addresses, or delivered
    twice. A name alone is not enough for that, because names of mails can be made up, and some programs give every mail
    the same. Asked for every mail, so it is written out.
    """
    if not message.message_id:
        return False, None
    name = message.message_id
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [name, name, digest(message), mail.pk if mail else 0])
        own, twin = cursor.fetchone()
    return own, IncomingMail.objects.select_related("record").get(pk=twin) if twin else None


def watching(message: Message, home: Organisation, route: Route, record: Record | None = None) -> dict[str, Any]:
    """``watchers``: the people in copy who are known and may be told of what belongs to ``home``, and are not on
    ``record`` yet; ``others``: the addresses of the rest.
    """
    written = dict.fromkeys(one.mail for one in (*message.to, *message.cc) if one.mail)
    addresses = [one for one in written if one != message.sender.mail and tokens.plain(one) not in ours()]
    if not addresses or not current()["mail.intake"]["copies"]:
        return {"watchers": (), "others": ()}
    people = Person.objects.select_related("organisation").filter(mail__in=addresses, is_active=True)
    there = set(Participant.objects.filter(record=record).values_list("person_id", flat=True)) if record else set()
    known = {person.mail: person for person in people}
    may = {mail: person for mail, person in known.items() if person.pk in there or route.joins(home, person)}
    watchers = [may[one] for one in addresses if one in may and may[one].pk not in there]
    return {
        "watchers": tuple(watchers[:MOST_WATCHERS]),
        "others": tuple(one for one in addresses if one not in may)[:MOST_WATCHERS],
    }
