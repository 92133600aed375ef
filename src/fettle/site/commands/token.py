"""Make an API token for a person and print it.

It is shown this once and kept as a hash only. Send it as `Authorization: Bearer …`.
"""

from __future__ import annotations

import argparse
import sys
from datetime import timedelta

from fettle.site.config import config
from fettle.site.database import at_hand


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", metavar="EMAIL", help="the person for whom the token acts")
    parser.add_argument(
        "--scope",
        choices=("read", "write", "administer"),
        default="write",
        help="what it may do at most; each includes those before it (%(default)s)",
    )
    parser.add_argument("--name", default="command line", help="what it is called in the person's list (%(default)s)")
    parser.add_argument("--days", type=int, metavar="N", help="it ends after so many days; without: when it is revoked")


def run(args: argparse.Namespace) -> int:
    """Print the token on standard output. Exit code 1 when nobody with this address can sign in."""
    import django

    with at_hand(config()):
        django.setup()
        from django.utils import timezone

        from fettle.edges.rest import tokens
        from fettle.kernel.access.actor import Actor
        from fettle.kernel.errors import Invalid
        from fettle.kernel.orgs.models import Person

        person = Person.objects.filter(mail__iexact=args.email.strip()).first()
        if person is None:
            print(f"fettle: nobody has the e-mail address {args.email}.", file=sys.stderr)
            return 1
        ends = timezone.now() + timedelta(days=args.days) if args.days else None
        try:
            _, secret = tokens.issue(
                Actor.house("fettle token", "people.administer"), person, args.name, args.scope, ends
            )
        except Invalid as problem:
            print(f"fettle: {problem}", file=sys.stderr)
            return 1
        print(secret)
        return 0
