"""The worker knows every task that is declared anywhere in the house."""

from __future__ import annotations

import re
from pathlib import Path

import fettle
from fettle.site.jobs import TASKS

DECLARED = re.compile(r'^@task\(\s*"([\w.]+)"', re.MULTILINE)


def test_no_declared_task_is_left_out() -> None:
    files = [path for path in Path(fettle.__file__).parent.rglob("*.py") if "tests" not in path.parts]
    declared = [name for path in files for name in DECLARED.findall(path.read_text("utf-8"))]
    assert sorted(declared) == sorted(task.name for task in TASKS)
