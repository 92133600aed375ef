"""Work done later, promised in the transaction that needs it.

A room declares a task as a value (`@task`) and promises a run of it (`enqueue`); `site` lists all tasks; the worker
process runs them. Every task may run twice: a process can die between the work and our record of it.
"""

from fettle.kernel.jobs.outcome import OutcomeUnknown
from fettle.kernel.jobs.tasks import Task, enqueue, task

__all__ = ["OutcomeUnknown", "Task", "enqueue", "task"]
