"""Every task of the house. The worker knows these and no others."""

from fettle.kernel.jobs import Task
from fettle.kernel.jobs.cleaning import forget_old_jobs

TASKS: tuple[Task, ...] = (forget_old_jobs,)
