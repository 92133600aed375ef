"""The command `fettle`: read the arguments, then hand over to the module of the command."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence

from fettle import __version__
from fettle.site.commands import (
    backup,
    check,
    coverage,
    erase,
    import_,
    migrate,
    reindex,
    report,
    restore,
    serve,
    token,
    worker,
)
from fettle.site.config import ConfigError, config
from fettle.site.embedded import DatabaseProblem
from fettle.site.refusal import Refused

COMMANDS = (serve, worker, token, import_, report, coverage, migrate, backup, restore, erase, check, reindex)


def parser() -> argparse.ArgumentParser:
    """The parser of all commands; each module's first docstring line is its help."""
    whole = argparse.ArgumentParser(prog="fettle", description="IT service management that implements FitSM.")
    whole.add_argument("--version", action="version", version=f"fettle {__version__}")
    commands = whole.add_subparsers(metavar="COMMAND", required=True)
    for module in COMMANDS:
        name = module.__name__.rpartition(".")[2].rstrip("_")
        first_line, _, rest = (module.__doc__ or "").partition("\n")
        one = commands.add_parser(name, help=first_line, description=f"{first_line}\n{rest}", formatter_class=Plain)
        one.add_argument("--data", metavar="DIR", help="the data folder (FETTLE_DATA)")
        module.add(one)
        one.set_defaults(run=module.run)
    return whole


class Plain(argparse.RawDescriptionHelpFormatter):
    """Keep the paragraphs of a module's docstring."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. What is wrong with the surroundings is one sentence on standard error and exit code 1."""
    args = parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _leave)
    for name in ("data", "host", "port"):
        if value := getattr(args, name, None):
            os.environ[f"FETTLE_{name.upper()}"] = value
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fettle.site.settings")
    try:
        config()
        return int(args.run(args))
    except (ConfigError, DatabaseProblem, Refused) as error:
        print(f"fettle: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _leave(*_: object) -> None:
    """Turn SIGTERM into an ordinary exit, so that whatever is open gets closed."""
    sys.exit(128 + signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
