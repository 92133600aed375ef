"""Erase the personal data of somebody who left: `fettle erase ada@example.org --reason "asked by letter"`.

Names, addresses and numbers give way to a mark such as "Erased person 17"; records, times and figures stay. It shows
what would be replaced and asks for the name before anything happens. `--list` prints who was erased, without names, and
`--from` erases them again after an older backup was restored.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from fettle.kernel.records.values import whole
from fettle.site import erased
from fettle.site.commands.progress import bar, busy
from fettle.site.config import config
from fettle.site.database import at_hand


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("who", metavar="WHO", nargs="?", help="e-mail address, or person:17")
    parser.add_argument("--reason", metavar="TEXT", help="why; it stays in the history")
    parser.add_argument("--also", metavar="WORD", action="append", default=[], help="a further word that means them")
    parser.add_argument("--files", action="store_true", help="delete the files they attached too")
    parser.add_argument("--dry-run", action="store_true", help="show what would be replaced, and change nothing")
    parser.add_argument("--yes", action="store_true", help="do not ask for the name")
    parser.add_argument("--list", action="store_true", help="print who was erased, for --from")
    parser.add_argument("--from", metavar="FILE", type=Path, dest="source", help="such a list, or a newer backup")


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when it is done, 1 when it is refused, nobody was named rightly, or a line is not of this place."""
    import django

    lines = erased.read(args.source) if args.source else []
    with at_hand(config()):
        django.setup()
        if args.list:
            erased.write(sys.stdout)
            return 0
        if args.source:
            return tell(lines)
        return _one(args)


def tell(lines: list[erased.Line]) -> int:
    """Erase the people of a list again and say what became of it; 1 when a line is not of this place."""
    outcomes = [outcome for _line, outcome in bar(erased.again(lines), len(lines), "people")]
    print(f"{outcomes.count('erased')} people erased again, {outcomes.count('before')} were already.")
    if unknown := outcomes.count("unknown"):
        print(f"fettle: {unknown} lines name nobody of this installation: is it the right list?", file=sys.stderr)
    return 1 if unknown else 0


def _one(args: argparse.Namespace) -> int:
    from fettle.kernel.access.actor import Actor
    from fettle.kernel.errors import FettleError
    from fettle.kernel.orgs.models import Person
    from fettle.kernel.settings import erasing

    if not args.who or not args.reason:
        print("fettle: say who, and --reason: it stays in the history.", file=sys.stderr)
        return 1
    who = args.who.strip()
    key = who.removeprefix("person:")
    by = {"pk": whole(key, 17) or 0} if who != key else {"mail__iexact": who}
    person = Person.objects.filter(**by).first()
    if person is None:
        print(f"fettle: nobody is known as {who}.", file=sys.stderr)
        return 1
    actor = Actor.house("fettle erase", "people.administer", "people.erase")
    wish = {"reason": args.reason, "also": args.also, "files": args.files}
    try:
        with busy("looking for what tells who they are"):
            found = erasing.erase(actor, person, **wish, preview=True)
        _show(found)
        if args.dry_run:
            return 0
        if not args.yes and input(f"This cannot be undone. Type “{person.name}”: ").strip() != person.name:
            print("fettle: that is another name; nothing was changed.", file=sys.stderr)
            return 1
        with busy("erasing"):
            done = erasing.erase(actor, person, **wish)
        print(f"Erased: {done.mark}.")
    except FettleError as problem:
        print(f"fettle: {problem}", file=sys.stderr)
        return 1
    return 0


def _show(outcome: object) -> None:
    from fettle.kernel.assembly import assembly

    labels = {trace.key: str(trace.label) for trace in assembly().traces}
    for key, count in outcome.found.items():  # type: ignore[attr-defined]
        if count:
            print(f"{count:>8}  {labels[key]}")
