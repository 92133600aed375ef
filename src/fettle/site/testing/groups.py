"""Groups of tests that need more than Python. Where the need is missing they say so loudly, or fail when they must run.

`FETTLE_MUST_RUN=browser,log,kill,mail` lists the groups of which no test may be skipped. And modules whose tests go
together to one worker.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[4]
LOG = ROOT / "tests" / "data" / "servicenow-incident-events.csv"
MUST_RUN = frozenset(os.environ.get("FETTLE_MUST_RUN", "").replace(",", " ").split())


def chromium() -> str | None:
    """The path of an installed Chromium or Chrome. First the one that draws no window of its own: the others spend half
    of all processor time on that.
    """
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next(filter(None, map(shutil.which, names)), None)


def dovecot() -> str | None:
    """The path of an installed Dovecot, which Debian puts where only root looks; it needs a certificate made too."""
    found = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    return found if shutil.which("openssl") else None


def commit_before() -> str:
    """The commit whose database this code must go on with: the parent of what is checked out; with changes that are not
    committed yet, what is checked out itself. ``FETTLE_BEFORE`` names another one, such as the last that people got.
    Empty where there is no history, as in a shallow clone or an archive.
    """
    if wanted := os.environ.get("FETTLE_BEFORE"):
        return _git("rev-parse", "--quiet", "--verify", f"{wanted}^{{commit}}")
    changed = _git("status", "--porcelain", "--", "src")
    return _git("rev-parse", "--quiet", "--verify", "HEAD^{commit}" if changed else "HEAD^1^{commit}")


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


NEEDS: dict[str, tuple[Callable[[], object], str]] = {
    "browser": (chromium, "no Chromium is installed (Debian: apt install chromium-headless-shell)"),
    "log": (LOG.exists, f"the incident log {LOG.relative_to(ROOT)} is missing"),
    "past": (commit_before, "git knows no commit before this one (git fetch --deepen=1)"),
    "mail": (dovecot, "no mail server is installed (Debian: apt install dovecot-imapd openssl)"),
    "kill": (lambda: os.name == "posix", "processes can be killed on Linux and macOS only"),
}


TOGETHER = {
    "src/fettle/edges/mail/tests/test_imap.py",
    "src/fettle/processes/reporting/tests/test_report.py",
    "tests/journeys/test_import_and_report.py",
    "tests/journeys/test_wheel.py",
}
"""What the tests of these modules share is dear, and made once only where one worker runs them all."""


def together(nodeid: str) -> str:
    """The module of a test that goes with all of its module, else the test alone."""
    module = nodeid.partition("::")[0]
    return module if module in TOGETHER else nodeid


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """Each test goes to the worker that is free, but those of one of these modules go together."""

    def _split_scope(self, nodeid: str) -> str:
        return together(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return Scheduling(config, log)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for group, (is_there, complaint) in NEEDS.items():
        if item.get_closest_marker(group) and not is_there():
            pytest.skip(complaint)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """A skipped test of a group that must run is a failed one."""
    report: pytest.TestReport = yield  # type: ignore[assignment]
    groups = sorted(group for group in NEEDS if item.get_closest_marker(group))
    if report.skipped and not hasattr(report, "wasxfail") and groups:
        report.user_properties.append(("not run", (groups[0], _reason(report))))
        if MUST_RUN.intersection(groups):
            report.outcome = "failed"
            report.longrepr = f"must run (FETTLE_MUST_RUN), but: {_reason(report)}"
    return report  # type: ignore[return-value]


def _reason(report: pytest.TestReport) -> str:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return reason.removeprefix("Skipped: ")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [r for outcome in ("skipped", "failed") for r in terminalreporter.stats.get(outcome, [])]
    missed = Counter(value for r in reports for name, value in r.user_properties if name == "not run")
    if missed:
        terminalreporter.section("NOT RUN", red=True, bold=True)
        for (group, reason), count in sorted(missed.items()):
            terminalreporter.line(f"{group}: {count} tests, {reason}", red=True)
