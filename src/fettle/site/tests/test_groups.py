"""What could not run is said loudly, and is a failure where it must run."""

from __future__ import annotations

import pytest

pytest_plugins = ["pytester"]
SUITE = """
import pytest

@pytest.mark.log
def test_needs_a_log(): pytest.skip("no log here")

@pytest.mark.kill
def test_kills(): pytest.skip("not on this system")

def test_ordinary(): pytest.skip("not today")
"""


@pytest.fixture
def suite(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makeini("[pytest]\nmarkers =\n  log: l\n  kill: k\n  browser: b\n")
    pytester.makepyfile(SUITE)
    return pytester


def run(suite: pytest.Pytester) -> pytest.RunResult:
    return suite.runpytest_subprocess("-p", "fettle.site.testing.groups", "-p", "no:django", "-p", "no:cacheprovider")


def test_on_a_desk_it_is_skipped_and_listed(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FETTLE_MUST_RUN", raising=False)
    result = run(suite)
    result.assert_outcomes(skipped=3)
    result.stdout.fnmatch_lines(["*NOT RUN*", "kill: 1 tests, not on this system", "log: 1 tests, no log here"])


def test_where_it_must_run_it_fails(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FETTLE_MUST_RUN", "browser,log")
    result = run(suite)
    result.assert_outcomes(skipped=2, failed=1)
    result.stdout.fnmatch_lines(["*must run (FETTLE_MUST_RUN), but: no log here*"])
    assert result.ret == 1
